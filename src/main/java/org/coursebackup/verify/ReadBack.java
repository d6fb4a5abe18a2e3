package org.coursebackup.verify;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.IOHelper;

import org.coursebackup.thin.ContentLookup;
import org.coursebackup.thin.ThinArchive;

/**
 * The bean {@code readBack} of the routes: reads archives back. One bean for all courses; the state of each archive is
 * in its exchange. The steps, in this order:
 *
 * <ol>
 *   <li>{@code begin} reads the zip's directory,
 *   <li>{@code documents} gives the small XML documents as zips, which camel-zipfile splits for {@code entry};
 *       {@code damaged} notes where it can't,
 *   <li>{@code rest} reads everything else as a stream: camel-zipfile would copy each entry into memory or a temporary
 *       file and keep them all until it has read the last,
 *   <li>{@code end} throws {@link ArchiveNotGoodException}, so that no later step publishes a bad archive.
 * </ol>
 *
 * {@code end} notices a step that was left out or ended early, since it compares the zip's directory with what was
 * read. Afterwards the variable {@value #VERIFICATION} holds the {@link ArchiveVerification}, {@value #WARNINGS} the
 * list of its warnings.
 */
public final class ReadBack {
    /** Exchange variable with the result. */
    public static final String VERIFICATION = "verification";
    /** Exchange variable with the warnings, a list of texts; empty for status 1. */
    public static final String WARNINGS = "verificationWarnings";

    /** Exchange property with a {@link ContentListener}, if somebody wants the hashes of what is read. */
    public static final String LISTENER = "coursebackup.contentListener";

    /**
     * Exchange property with contents that need not be read, {@link Relied} by the names of their entries, if there are
     * such; then nobody gets the hash of the whole file.
     */
    public static final String RELIED = "coursebackup.reliedContents";

    /**
     * Exchange property with a {@link ContentLookup}, which tells whether what a thin archive refers to is in the pool.
     */
    public static final String POOL = "coursebackup.pool";

    private static final String STATE = "coursebackup.readBack";

    private static final ContentLookup NOT_POOLED = content -> Optional.of("is not in the pool: the route 'course'"
            + " (30-course.camel.yaml) needs the step 'to: direct:pool' between archive and verify");

    private record State(Path archive, Set<String> knownMissing, ZipContents zip, ArchiveCheck check) {}

    /**
     * Reads the directory at the end of the archive.
     *
     * @param archive the finished {@code .part}
     * @param knownMissing content hashes that the archive engine reported missing; these become warnings, others errors
     * @throws ArchiveNotGoodException if the file is not a complete zip or doesn't match its directory
     */
    @SuppressWarnings("resource") // closed when the exchange ends
    public void begin(String archive, Set<String> knownMissing, Exchange exchange) throws ArchiveNotGoodException {
        Path file = Path.of(archive);
        Findings findings = new Findings();
        try {
            Optional<ContentListener> listener =
                    Optional.ofNullable(exchange.getProperty(LISTENER, ContentListener.class));
            Map<String, Relied> relied = relied(exchange);
            ZipContents zip = listener.isPresent() && relied.isEmpty()
                    ? new ZipContents(file, () -> false)
                    : new ZipContents(file, relied);
            exchange.getExchangeExtension().addOnCompletion(new Closing(zip));
            CentralDirectory directory = CentralDirectory.of(file, zip, findings);
            if (directory.sound()) {
                ArchiveCheck check = new ArchiveCheck(findings, Optional.of(directory), listener);
                exchange.setProperty(STATE, new State(file, Set.copyOf(knownMissing), zip, check));
                return;
            }
        } catch (IOException e) {
            findings.error("it can't be opened as a zip: " + Printable.reason(e));
        }
        throw new ArchiveNotGoodException(new ArchiveVerification(archive, 0, 0, findings.list()));
    }

    /** Zips of small XML documents, at most a megabyte each, for a streaming split. */
    public Iterator<byte[]> documents(Exchange exchange) {
        State state = state(exchange);
        return state.zip().documents(state.check());
    }

    /** Checks one document: that it parses, and that its size and checksum are those in the directory. */
    public void entry(Exchange exchange) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
        state(exchange).check().entry(name, exchange.getMessage().getBody(InputStream.class));
    }

    /** Notes that one of the zips could not be split to its end. */
    public void damaged(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            cause = cause.getCause();
        }
        state(exchange).check().endedEarly(Printable.reason(cause));
    }

    /** Checks everything but the small documents: that a pool file's SHA-1 is its name, that large documents parse. */
    public void rest(Exchange exchange) {
        State state = state(exchange);
        state.zip().rest(state.check());
        if (ThinArchive.is(state.archive())) {
            ContentLookup pool = exchange.getProperty(POOL, NOT_POOLED, ContentLookup.class);
            state.check().contents(state.archive(), pool, false, () -> false);
        }
        state.check().hashed(state.zip(), state.archive());
    }

    /**
     * Checks the archive as a whole.
     *
     * @throws ArchiveNotGoodException if the archive can't be trusted
     */
    public void end(Exchange exchange) throws ArchiveNotGoodException {
        State state = state(exchange);
        exchange.removeProperty(STATE);
        exchange.removeProperty(LISTENER);
        exchange.removeProperty(RELIED);
        exchange.removeProperty(POOL);
        IOHelper.close(state.zip());
        ArchiveVerification verification = state.check().finish(state.archive().toString(), state.knownMissing());
        List<String> warnings = verification.warnings();
        exchange.setVariable(VERIFICATION, verification);
        exchange.setVariable(WARNINGS, warnings);
        if (!verification.good()) {
            throw new ArchiveNotGoodException(verification);
        }
    }

    @SuppressWarnings("unchecked") // nobody else sets it
    private static Map<String, Relied> relied(Exchange exchange) {
        return exchange.getProperty(RELIED, Map.of(), Map.class);
    }

    /** However the exchange ends. */
    private static final class Closing extends SynchronizationAdapter {
        private final Closeable file;

        Closing(Closeable file) {
            this.file = file;
        }

        @Override
        public void onDone(Exchange exchange) {
            IOHelper.close(file);
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
