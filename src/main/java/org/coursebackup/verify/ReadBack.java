package org.coursebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * Reading an archive back in the verify route, entry by entry through camel-zipfile. One bean for all courses; what
 * belongs to one archive is in the exchange. The steps, in this order:
 *
 * <pre>{@code
 * - bean: {ref: readBack, method: "begin(${variable.work.part}, ${variable.work.missingContentHashes})"}
 * - split:
 *     method: {ref: readBack, method: entries}
 *     streaming: true
 *     stopOnException: true
 *     steps:
 *       - bean: {ref: readBack, method: entry}
 * - bean: {ref: readBack, method: end}
 * }</pre>
 *
 * {@code end} throws {@link ArchiveNotGoodException}, so that nothing after it publishes a bad archive; a split that
 * was left out or ended early is noticed there too, since the zip's directory is compared with what was read.
 * Afterwards the variable {@value #VERIFICATION} holds the {@link ArchiveVerification}, {@value #WARNINGS} the list of
 * its warnings.
 *
 * <p>Stream caching must spool to disk ({@code camel.main.streamCachingSpoolEnabled=true}): of each of two entries up
 * to a megabyte is held otherwise. Larger ones are checked on the way to the split.
 */
public final class ReadBack {
    /** Exchange variable with the result. */
    public static final String VERIFICATION = "verification";
    /** Exchange variable with the warnings, a list of texts; empty for status 1. */
    public static final String WARNINGS = "verificationWarnings";

    private static final String STATE = "coursebackup.readBack";

    private record State(Path archive, Set<String> knownMissing, ArchiveCheck check) {}

    /**
     * Reads the directory at the end of the archive.
     *
     * @param archive the finished {@code .part}
     * @param knownMissing content hashes that the archive engine reported missing: warnings, where others are errors
     * @throws ArchiveNotGoodException when the file is no complete zip
     */
    public void begin(String archive, Set<String> knownMissing, Exchange exchange) throws ArchiveNotGoodException {
        Findings findings = new Findings();
        try {
            CentralDirectory directory = CentralDirectory.of(Path.of(archive), findings);
            exchange.setProperty(
                    STATE,
                    new State(
                            Path.of(archive),
                            Set.copyOf(knownMissing),
                            new ArchiveCheck(findings, Optional.of(directory))));
        } catch (IOException e) {
            findings.error("it can't be opened as a zip: " + Printable.reason(e));
            throw new ArchiveNotGoodException(new ArchiveVerification(archive, 0, 0, findings.list()));
        }
    }

    /** The entries, for a streaming split; each message's body is a stream. */
    public Iterator<Message> entries(Exchange exchange) throws IOException {
        State state = state(exchange);
        return new ArchiveEntries(state.archive(), exchange, state.check());
    }

    /**
     * Checks one entry: a document parses, a pool file's SHA-1 is its name, size and checksum are those of the
     * directory.
     */
    public void entry(Exchange exchange) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
        state(exchange).check().entry(name, exchange.getMessage().getBody(InputStream.class));
    }

    /** The checks of the whole. @throws ArchiveNotGoodException when the archive can't be relied on */
    public void end(Exchange exchange) throws ArchiveNotGoodException {
        State state = state(exchange);
        exchange.removeProperty(STATE);
        ArchiveVerification verification = state.check().finish(state.archive().toString(), state.knownMissing());
        List<String> warnings = verification.warnings();
        exchange.setVariable(VERIFICATION, verification);
        exchange.setVariable(WARNINGS, warnings);
        if (!verification.good()) {
            throw new ArchiveNotGoodException(verification);
        }
    }

    private static State state(Exchange exchange) {
        State state = exchange.getProperty(STATE, State.class);
        if (state == null) {
            throw new IllegalStateException("The verify route reads an archive back without having begun: call"
                    + " readBack.begin before its other methods.");
        }
        return state;
    }
}
