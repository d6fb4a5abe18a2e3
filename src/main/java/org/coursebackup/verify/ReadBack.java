package org.coursebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.apache.camel.Exchange;

/**
 * The bean {@code readBack} of the routes: reading an archive back. One bean for all courses; what belongs to one
 * archive is in the exchange. The steps, in this order:
 *
 * <ol>
 *   <li>{@code begin} reads the zip's directory,
 *   <li>{@code documents} are pieces of the archive with small XML documents, which camel-zipfile takes apart for
 *       {@code entry}; {@code damaged} notes where it can't,
 *   <li>{@code rest} reads everything else as a stream: camel-zipfile copies each entry into memory or a temporary
 *       file, and keeps them all until it has read the last,
 *   <li>{@code end} throws {@link ArchiveNotGoodException}, so that nothing after it publishes a bad archive.
 * </ol>
 *
 * A step that was left out or ended early is noticed in {@code end}, since the zip's directory is compared with what
 * was read. Afterwards the variable {@value #VERIFICATION} holds the {@link ArchiveVerification}, {@value #WARNINGS}
 * the list of its warnings.
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
     * @throws ArchiveNotGoodException when the file is no complete zip, or another than its directory says
     */
    public void begin(String archive, Set<String> knownMissing, Exchange exchange) throws ArchiveNotGoodException {
        Findings findings = new Findings();
        try {
            CentralDirectory directory = CentralDirectory.of(Path.of(archive), findings);
            if (directory.sound()) {
                ArchiveCheck check = new ArchiveCheck(findings, Optional.of(directory));
                exchange.setProperty(STATE, new State(Path.of(archive), Set.copyOf(knownMissing), check));
                return;
            }
        } catch (IOException e) {
            findings.error("it can't be opened as a zip: " + Printable.reason(e));
        }
        throw new ArchiveNotGoodException(new ArchiveVerification(archive, 0, 0, findings.list()));
    }

    /** Zips of small XML documents, a megabyte each at most, for a streaming split. */
    @SuppressWarnings("resource") // the split closes what it splits
    public Iterator<byte[]> documents(Exchange exchange) throws IOException {
        return new ZipContents(state(exchange).archive()).documents();
    }

    /** Checks one document: it parses, its size and checksum are those of the directory. */
    public void entry(Exchange exchange) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
        state(exchange).check().entry(name, exchange.getMessage().getBody(InputStream.class));
    }

    /** A piece could not be taken apart to its end. */
    public void damaged(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        state(exchange).check().endedEarly(Printable.reason(cause));
    }

    /** Checks what is no small document: a pool file's SHA-1 is its name, large documents parse. */
    public void rest(Exchange exchange) throws IOException {
        State state = state(exchange);
        try (ZipContents zip = new ZipContents(state.archive())) {
            zip.rest(state.check());
        }
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
