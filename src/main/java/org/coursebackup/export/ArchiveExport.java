package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.coursebackup.archive.ArchiveZip;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.Manifest;
import org.coursebackup.manifest.TrustedKeys;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.thin.Rights;
import org.coursebackup.thin.WholeArchive;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.Printable;
import org.coursebackup.verify.Sha256;
import org.coursebackup.verify.VerifyArchive;
import org.coursebackup.verify.ZipOutline;

/**
 * Hands archives out: whole, or one activity of them. What it writes is what was made, by the archive's hash in the
 * history, its signed manifest, or, where neither is, its own checksums; otherwise there is no file.
 */
public final class ArchiveExport {
    private static final int ROOM = 256 * 1024;

    private final TrustedKeys keys;

    /** @param keys whose signatures of manifests count */
    public ArchiveExport(TrustedKeys keys) {
        this.keys = keys;
    }

    /**
     * What was written.
     *
     * @param file its name, bytes its size
     * @param witness what says that it is what was made
     * @param warnings what it lacks of what the course had
     */
    public record Exported(Path file, long bytes, String witness, List<String> warnings) {}

    /** An activity that was cut out. */
    public record CutOut(long courseModule, String module, String title, Instant begun, Exported exported) {}

    /**
     * Copies an archive, encrypted or not; of a thin one it makes the complete one.
     *
     * @throws IOException if it is not what was made; nothing was written then
     */
    public Exported whole(StoredCopy from, Destination to) throws IOException {
        if (from.thin()) {
            String witness = witness(from, Sha256.of(from.file()), () -> VouchedArchive.verify(from.file(), keys));
            WholeArchive.write(from.file(), to.part());
            ArchiveVerification read = new VerifyArchive().verify(to.part());
            if (!read.good()) {
                throw new UnusableArchiveException(read.errors().get(0));
            }
            return placed(to, witness, List.of());
        }
        String sha256 = copy(from.file(), to.part());
        return placed(to, witness(from, sha256, () -> VouchedArchive.copied(from.file(), to.part(), keys)), List.of());
    }

    /** @param read reads it, if neither the history nor a signed manifest has a hash of it */
    private String witness(StoredCopy from, String sha256, Supplier<VouchedArchive> read) throws IOException {
        Optional<String> history =
                Optional.ofNullable(from.row() == null ? null : from.row().sha256());
        Manifest manifest = Manifest.beside(from.file(), keys);
        Optional<String> signed = manifest.trust() == Manifest.Trust.SIGNED
                        && manifest.archive().name().equals(from.name())
                ? Optional.ofNullable(manifest.archive().sha256())
                : Optional.empty();
        if (history.isPresent() || signed.isPresent()) {
            if (!history.or(() -> signed).get().equals(sha256)) {
                throw new UnusableArchiveException("it is not what was made, by "
                        + (history.isPresent() ? "its hash in the history" : "its signed manifest"));
            }
            return history.isPresent() ? "its hash in the history" : "its signed manifest";
        }
        if (from.encrypted()) {
            throw new UnusableArchiveException(
                    "it is encrypted, and neither the history nor a signed manifest" + " tells what was made");
        }
        return witness(from, read.get());
    }

    /**
     * Decrypts an archive.
     *
     * @param identity a file with private keys
     * @throws IOException if it is not what was made; nothing was written then
     */
    public Exported decrypted(StoredCopy from, Path identity, Destination to) throws IOException {
        AgeFile.decrypt(from.file(), to.part(), identity);
        VouchedArchive read = VouchedArchive.decrypted(from.file(), to.part(), keys);
        return placed(to, witness(from, read), List.of());
    }

    /**
     * Cuts an activity out.
     *
     * @param identity a file with private keys, for encrypted ones
     * @param zone of the time in the name
     * @param place makes the place from the name that Moodle would give it
     * @param overwrite whether a file there may be replaced
     * @throws NoSuchActivityException if the archive has no such activity
     * @throws IOException if what is needed of the archive is not what was made; nothing was written then
     */
    public CutOut activity(
            StoredCopy from,
            Optional<Path> identity,
            long courseModule,
            ZoneId zone,
            Function<String, Path> place,
            boolean overwrite)
            throws IOException, NoSuchActivityException {
        if (from.encrypted()) {
            Path folder = Files.createTempDirectory("export-");
            Path plain = folder.resolve("archive.mbz");
            try {
                AgeFile.decrypt(from.file(), plain, identity.orElseThrow());
                String witness = witness(from, VouchedArchive.decrypted(from.file(), plain, keys));
                return cut(plain, Map.of(), witness, courseModule, zone, place, overwrite);
            } finally {
                Files.deleteIfExists(plain);
                Files.deleteIfExists(folder);
            }
        }
        if (from.thin()) {
            // it is small, and its list of contents has their hashes
            String witness = witness(from, Sha256.of(from.file()), () -> VouchedArchive.verify(from.file(), keys));
            return cut(from.file(), Map.of(), witness, courseModule, zone, place, overwrite);
        }
        Map<String, String> vouched = vouched(from);
        String witness = vouched.isEmpty() ? "its own checksums" : "its signed manifest";
        return cut(from.file(), vouched, witness, courseModule, zone, place, overwrite);
    }

    private static CutOut cut(
            Path archive,
            Map<String, String> vouched,
            String witness,
            long courseModule,
            ZoneId zone,
            Function<String, Path> place,
            boolean overwrite)
            throws IOException {
        try (ArchiveEntries entries = ArchiveEntries.of(archive, vouched)) {
            ActivityCut cut = new ActivityCut(entries, courseModule);
            try (Destination to = new Destination(place.apply(cut.fileName(zone)), overwrite)) {
                try (ArchiveZip zip = new ArchiveZip(to.part())) {
                    cut.write(to.file().getFileName().toString(), zip);
                    zip.finish();
                }
                ArchiveVerification read = new VerifyArchive().verify(to.part());
                if (!read.good()) {
                    throw new UnusableArchiveException(
                            "what was cut out is not good: " + read.errors().get(0));
                }
                return new CutOut(
                        courseModule,
                        cut.activity().moduleName(),
                        cut.activity().title(),
                        cut.begun(),
                        placed(to, witness, read.warnings()));
            }
        } catch (IllegalArgumentException damaged) {
            throw new UnusableArchiveException(Printable.reason(damaged));
        }
    }

    /** SHA-256 of what it holds, by a manifest that counts; empty if there is none. */
    private Map<String, String> vouched(StoredCopy from) throws IOException {
        Manifest manifest = Manifest.beside(from.file(), keys);
        if (manifest.trust() != Manifest.Trust.SIGNED
                || !manifest.archive().name().equals(from.name())) {
            return Map.of();
        }
        if (UnpackedEntries.isTar(from.file())) {
            return Map.of();
        }
        return Manifest.contents(from.file(), ZipOutline.of(from.file()).sha256())
                .sha256();
    }

    private static String witness(StoredCopy from, VouchedArchive read) throws UnusableArchiveException {
        if (!read.verification().good()) {
            throw new UnusableArchiveException(read.verification().errors().get(0));
        }
        if (from.row() != null && (from.row().sha256() != null || from.row().digest() != null)) {
            boolean same = from.row().sha256() != null
                    ? from.row().sha256().equals(read.sha256())
                    : from.row().digest().equals(read.digest());
            if (!same) {
                throw new UnusableArchiveException("it is not what was made, by its hash in the history");
            }
            return "its hash in the history";
        }
        if (read.verdict() == Verdict.DIFFERS || read.verdict() == Verdict.ALTERED) {
            throw new UnusableArchiveException(read.sentence());
        }
        return read.verdict() == Verdict.VOUCHED ? "its signed manifest" : "its own checksums";
    }

    private static Exported placed(Destination to, String witness, List<String> warnings) throws IOException {
        long bytes = Files.size(to.part());
        to.place();
        return new Exported(to.file(), bytes, witness, warnings);
    }

    /** @return SHA-256 of the file */
    private static String copy(Path from, Path to) throws IOException {
        MessageDigest digest = Sha256.digest();
        try (InputStream in = Files.newInputStream(from);
                FileChannel out = FileChannel.open(
                        to, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Rights.ofFile(to))) {
            byte[] room = new byte[ROOM];
            for (int got = in.read(room); got >= 0; got = in.read(room)) {
                digest.update(room, 0, got);
                for (ByteBuffer rest = ByteBuffer.wrap(room, 0, got); rest.hasRemaining(); ) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        return Sha256.hex(digest);
    }
}
