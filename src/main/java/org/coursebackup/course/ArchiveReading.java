package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.manifest.Manifest;
import org.coursebackup.manifest.Manifest.Trust;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.ManifestWriter;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.thin.ContentLookup;
import org.coursebackup.verify.Printable;

/**
 * Reads archives that were published before back completely, and decides by three witnesses whether they are still what
 * was made: the hash in the history, the signed manifest, and the archive's own checksums. A manifest that is missing
 * or was damaged is written anew where the history vouches for the archive.
 */
public final class ArchiveReading {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveReading.class);

    private final ManifestKey key;
    private final HistoryReader history;
    private final Function<Path, Optional<ContentLookup>> pool;
    private final Clock clock;

    /** Reads all that thin archives refer to. */
    public ArchiveReading(ManifestKey key, HistoryReader history, Clock clock) {
        this(key, history, archive -> Optional.empty(), clock);
    }

    /** @param pool by archive, tells whether what a thin one refers to is there; if empty all of it is read */
    public ArchiveReading(
            ManifestKey key, HistoryReader history, Function<Path, Optional<ContentLookup>> pool, Clock clock) {
        this.key = key;
        this.history = history;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * What a reading found.
     *
     * @param sound whether the archive is still what was made
     * @param finding what is wrong, with the archive or only with its manifest; null if nothing
     * @param sha256 of the file; null if it could not be read to its end
     */
    public record Found(boolean sound, String finding, String sha256) {
        /** What the history and people are told of a damaged one. */
        public String damagedOn(LocalDate day) {
            return "damaged when it was read on " + day + " (" + finding + ")";
        }
    }

    /**
     * Reads one, once. What it found does not count if it had to end early.
     *
     * @param stop whether to end early
     */
    public Found read(ArchiveRow row, Path file, BooleanSupplier stop) {
        return read(row, file, pool.apply(file), stop);
    }

    /** The same of one that was fetched from its place; what a thin one refers to is to be looked at there. */
    public Found readAlone(ArchiveRow row, Path file, BooleanSupplier stop) {
        return read(row, file, Optional.of(content -> Optional.empty()), stop);
    }

    private Found read(ArchiveRow row, Path file, Optional<ContentLookup> contents, BooleanSupplier stop) {
        Manifest manifest = Manifest.beside(file, key.trustedOrNone());
        Optional<ManifestWriter> anew =
                fits(manifest, row, file) || AgeFile.named(row.fileName()) ? Optional.empty() : writer(row, file);
        try {
            VouchedArchive read = VouchedArchive.verify(file, key.trustedOrNone(), anew, stop, contents);
            if (!sound(row, read)) {
                return new Found(false, why(row, read), read.sha256());
            }
            return new Found(true, stop.getAsBoolean() ? null : about(row, file, read, anew), read.sha256());
        } finally {
            anew.ifPresent(writer -> drop(file, writer));
        }
    }

    /** Whether it can be the archive's own manifest; one of another archive is signed as well. */
    private static boolean fits(Manifest manifest, ArchiveRow row, Path file) {
        return manifest.trust() == Trust.SIGNED
                && manifest.archive().name().equals(file.getFileName().toString())
                && agrees(manifest, row, file);
    }

    /**
     * Whether it says what the history does: by the hash of the file or, of one never read as a whole, of its parts.
     */
    private static boolean agrees(Manifest manifest, ArchiveRow row, Path file) {
        String sha256 = manifest.archive().sha256();
        if (sha256 != null) {
            return row.sha256() == null || row.sha256().equals(sha256);
        }
        try {
            String digest =
                    Manifest.contents(file, manifest.archive().outline()).digest();
            return digest.equals(row.digest());
        } catch (IOException unreadable) {
            return false;
        }
    }

    /**
     * The hash that an archive has to have, by the history or else by the manifest beside the file; empty if neither
     * tells.
     */
    public Optional<String> expected(ArchiveRow row, Path file) {
        return row.sha256() != null
                ? Optional.of(row.sha256())
                : Optional.of(Manifest.beside(file, key.trustedOrNone()))
                        .filter(manifest -> fits(manifest, row, file))
                        .map(manifest -> manifest.archive().sha256());
    }

    /**
     * Why the manifest beside a file does not vouch for an archive; empty if it does. The file itself need not be
     * there. A copy may have another name than the archive that its manifest names, if the history has its hash.
     */
    public Optional<String> manifestTrouble(ArchiveRow row, Path file) {
        Manifest manifest = Manifest.beside(file, key.trustedOrNone());
        if (manifest.trust() != Trust.SIGNED) {
            return Optional.of(manifest.trouble());
        }
        boolean known = row.sha256() != null
                || row.digest() != null && manifest.archive().sha256() == null;
        boolean own = known ? agrees(manifest, row, file) : fits(manifest, row, file);
        return own ? Optional.empty() : Optional.of("its manifest is that of another archive");
    }

    private static boolean sound(ArchiveRow row, VouchedArchive read) {
        return known(row, read) && read.verification().good();
    }

    /** Whether it is what the history has; if that knows nothing of it, whether its manifest says nothing else. */
    private static boolean known(ArchiveRow row, VouchedArchive read) {
        if (row.sha256() != null) {
            return row.sha256().equals(read.sha256());
        }
        return row.digest() == null
                ? read.verdict() != Verdict.DIFFERS && read.verdict() != Verdict.ALTERED
                : row.digest().equals(read.digest());
    }

    private static String why(ArchiveRow row, VouchedArchive read) {
        if (!read.verification().good()) {
            return read.verification().errors().get(0);
        }
        return !known(row, read) && read.sentence().isEmpty()
                ? "it is not what was made, according to the history"
                : read.sentence();
    }

    /** What is to be said about the manifest of a sound archive, after it was written anew if need be; or null. */
    private String about(ArchiveRow row, Path file, VouchedArchive read, Optional<ManifestWriter> anew) {
        if (read.verdict() == Verdict.VOUCHED || anew.isEmpty()) {
            return read.verdict() == Verdict.VOUCHED ? null : read.sentence();
        }
        try {
            anew.get().finish(row.fileName(), clock.instant(), key);
            ManifestFile.place(part(file), file);
            if (row.sha256() == null && row.digest() == null) {
                return null;
            }
            LOG.warn(
                    "{}: {}. By the history it is what was made; its manifest was written anew.",
                    file,
                    read.sentence());
            return "on " + clock.instant().atZone(clock.getZone()).toLocalDate() + " " + read.sentence()
                    + "; by the history it is what was made, and its manifest was written anew";
        } catch (IOException failure) {
            return read.sentence() + "; it could not be written anew (" + Printable.reason(failure) + ")";
        }
    }

    private Optional<ManifestWriter> writer(ArchiveRow row, Path file) {
        try {
            String shortname = history.course(row.courseId())
                    .map(course -> course.name().shortname())
                    .orElse("");
            return Optional.of(new ManifestWriter(part(file), row.courseId(), shortname, row.runId()));
        } catch (IOException readOnly) {
            LOG.warn("{} gets no manifest: {}", file, Printable.reason(readOnly));
            return Optional.empty();
        }
    }

    private static void drop(Path file, ManifestWriter writer) {
        try (writer) {
            Files.deleteIfExists(part(file));
        } catch (IOException stays) {
            LOG.warn("Cannot delete {} ({}).", part(file), Printable.reason(stays));
        }
    }

    /** Of a name that recovery clears away. */
    private static Path part(Path file) {
        return file.resolveSibling(ArchiveName.PUBLISHING + file.getFileName() + ManifestFile.SUFFIX);
    }
}
