package org.coursebackup.verify;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import org.coursebackup.thin.ContentLookup;
import org.coursebackup.thin.PoolFolder;
import org.coursebackup.thin.ThinArchive;

/**
 * Reads an archive back completely and says what is wrong with it, for the command {@code verify}. Takes ours and
 * Moodle's own, in either container (tgz or zip, told apart by the first two bytes, as in Moodle).
 *
 * <p>Needs the same little memory for every archive, writes nothing and follows no path in the archive. Never throws
 * because of the file's content: damage is a finding.
 */
public final class VerifyArchive {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final BooleanSupplier stop;
    private final ContentLookup pool;

    public VerifyArchive() {
        this(() -> false);
    }

    /**
     * @param stop whether to end early, from another thread or by the clock; what was found does not count then. Only
     *     zips are read so
     */
    public VerifyArchive(BooleanSupplier stop) {
        this(stop, null);
    }

    /** @param pool null for the one beside the archive, read completely */
    private VerifyArchive(BooleanSupplier stop, ContentLookup pool) {
        this.stop = stop;
        this.pool = pool;
    }

    /** Everything wrong with the archive; {@link ArchiveVerification#good()} tells whether it can be trusted. */
    public ArchiveVerification verify(Path archive) {
        return verify(archive, Optional.empty());
    }

    /** The same; the listener gets the hashes, if the archive could be opened. */
    public ArchiveVerification verify(Path archive, ContentListener listener) {
        return verify(archive, Optional.of(listener));
    }

    /** The same with another way of looking at what a thin archive refers to than reading all of it. */
    public VerifyArchive lookingAt(ContentLookup contents) {
        return new VerifyArchive(stop, contents);
    }

    private ArchiveVerification verify(Path archive, Optional<ContentListener> listener) {
        Findings findings = new Findings();
        if (Files.exists(archive) && !Files.isRegularFile(archive)) {
            // reading a pipe or a device might never end
            findings.error("it can't be opened as a Moodle backup: it is a folder, a pipe or a device, not a file");
            return new ArchiveVerification(archive.toString(), 0, 0, findings.list());
        }
        try {
            return isGzip(archive) ? tgz(archive, findings, listener) : zip(archive, findings, listener);
        } catch (NoSuchFileException e) {
            findings.error("there is no such file");
        } catch (IOException | RuntimeException e) {
            findings.error("it can't be opened as a Moodle backup: " + Printable.reason(e));
        }
        return new ArchiveVerification(archive.toString(), 0, 0, findings.list());
    }

    private ArchiveVerification zip(Path archive, Findings findings, Optional<ContentListener> listener)
            throws IOException {
        try (ZipContents zip = listener.isPresent() ? new ZipContents(archive, stop) : new ZipContents(archive)) {
            CentralDirectory directory = CentralDirectory.of(archive, zip, findings);
            if (!directory.sound()) {
                return new ArchiveVerification(archive.toString(), 0, 0, findings.list());
            }
            ArchiveCheck check = new ArchiveCheck(findings, Optional.of(directory), listener);
            zip.all(check);
            boolean thin = ThinArchive.is(archive);
            if (thin) {
                check.contents(archive, pool == null ? PoolFolder.beside(archive) : pool, pool == null, stop);
            }
            if (thin != ThinArchive.named(archive.getFileName().toString())) {
                findings.error(
                        thin
                                ? "it is a thin archive, whose files lie in a pool beside it, but its name does not end"
                                        + " in .mbz" + ThinArchive.SUFFIX
                                        + ". Give it such a name; then 'restore FILE --to"
                                        + " NAME.mbz' makes a complete one of it"
                                : "its name is that of a thin archive, but it is none");
            }
            check.hashed(zip, archive);
            return check.finish(archive.toString(), null);
        }
    }

    private static ArchiveVerification tgz(Path archive, Findings findings, Optional<ContentListener> listener)
            throws IOException {
        ArchiveCheck check = new ArchiveCheck(findings, Optional.empty(), listener);
        MessageDigest digest = Sha256.digest();
        try (InputStream in = new BufferedInputStream(new DigestInputStream(Files.newInputStream(archive), digest));
                InputStream gzip = new GZIPInputStream(in, 64 * 1024);
                TarArchiveInputStream tar = new TarArchiveInputStream(gzip, "UTF-8")) {
            readAll(tar, check, findings);
            ArchiveVerification result = check.finish(archive.toString(), null);
            // The checksum of the compressed data comes after the end of the tar.
            gzip.transferTo(OutputStream.nullOutputStream());
            in.transferTo(OutputStream.nullOutputStream());
            if (listener.isPresent()) {
                listener.get().file(Files.size(archive), Sha256.hex(digest));
            }
            return result;
        }
    }

    private static void readAll(TarArchiveInputStream tar, ArchiveCheck check, Findings findings) {
        try {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (special(entry)) {
                    findings.error("entry '" + entry.getName() + "' is a link or a device, which Moodle never writes");
                } else if (!entry.isDirectory()) {
                    check.entry(entry.getName(), tar);
                }
            }
        } catch (IOException | RuntimeException e) {
            check.endedEarly(Printable.reason(e));
        }
    }

    private static boolean special(TarArchiveEntry entry) {
        return entry.isSymbolicLink()
                || entry.isLink()
                || entry.isCharacterDevice()
                || entry.isBlockDevice()
                || entry.isFIFO();
    }

    private static boolean isGzip(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] magic = in.readNBytes(2);
            return magic.length == 2 && ((magic[0] & 0xff) << 8 | magic[1] & 0xff) == GZIP_MAGIC;
        }
    }
}
