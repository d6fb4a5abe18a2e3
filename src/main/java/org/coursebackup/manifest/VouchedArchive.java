package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.Manifest.Trust;
import org.coursebackup.thin.ContentLookup;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.ContentListener;
import org.coursebackup.verify.Finding;
import org.coursebackup.verify.Finding.Severity;
import org.coursebackup.verify.Printable;
import org.coursebackup.verify.Sha256;
import org.coursebackup.verify.VerifyArchive;

/**
 * An archive read back completely, with what its manifest says of it.
 *
 * @param verification whether it is a sound archive
 * @param manifest as it lies beside it
 * @param verdict what follows from both
 * @param sentence why the manifest does not vouch for the archive; empty if it does
 * @param sha256 of the file; null if it could not be read to its end
 * @param digest one hash for all of it, known in parts ({@code ContentsDigest}); null if it could not be read to its
 *     end or is encrypted
 */
public record VouchedArchive(
        ArchiveVerification verification,
        Manifest manifest,
        Verdict verdict,
        String sentence,
        String sha256,
        String digest) {

    /** What the manifest is worth. */
    public enum Verdict {
        /** It is signed with a key that counts, and the archive is what it says, byte by byte. */
        VOUCHED,
        /** The archive is not what its manifest says. */
        DIFFERS,
        /** The manifest itself was damaged or altered, or is that of another archive. */
        ALTERED,
        /** The archive is what its manifest says, but that is signed with a key that is not known here. */
        OTHER_KEY,
        /** There is no manifest. */
        MISSING
    }

    /** Reads the archive once, completely. Never throws because of what the files hold. */
    public static VouchedArchive verify(Path archive, TrustedKeys keys) {
        return verify(archive, keys, Optional.empty(), () -> false);
    }

    /**
     * The same.
     *
     * @param anew writes another manifest of what is read
     * @param stop whether to end early; what was found does not count then
     */
    public static VouchedArchive verify(
            Path archive, TrustedKeys keys, Optional<ManifestWriter> anew, BooleanSupplier stop) {
        return verify(archive, keys, anew, stop, Optional.empty());
    }

    /**
     * The same.
     *
     * @param pool tells whether what a thin archive refers to is there; if empty all of it is read
     */
    public static VouchedArchive verify(
            Path archive,
            TrustedKeys keys,
            Optional<ManifestWriter> anew,
            BooleanSupplier stop,
            Optional<ContentLookup> pool) {
        if (AgeFile.named(archive.getFileName().toString())) {
            return encrypted(archive, Manifest.beside(archive, keys));
        }
        VerifyArchive reader = new VerifyArchive(stop);
        return verify(
                archive,
                archive,
                keys,
                new Whole(null),
                anew,
                pool.map(reader::lookingAt).orElse(reader));
    }

    /**
     * An encrypted archive that somebody decrypted, with the manifest of the encrypted one.
     *
     * @param plain what it decrypts to
     */
    public static VouchedArchive decrypted(Path archive, Path plain, TrustedKeys keys) throws IOException {
        Whole whole = new Whole(new FileHash(Files.size(archive), Sha256.of(archive)));
        return verify(archive, plain, keys, whole, Optional.empty(), new VerifyArchive());
    }

    /**
     * A copy under another name, with the manifest of the archive.
     *
     * @param copy is what is read
     */
    public static VouchedArchive copied(Path archive, Path copy, TrustedKeys keys) {
        return verify(archive, copy, keys, new Whole(null), Optional.empty(), new VerifyArchive());
    }

    /** Without a private key only the bytes of the file can be compared. */
    private static VouchedArchive encrypted(Path archive, Manifest manifest) {
        List<Finding> findings = new ArrayList<>();
        String sha256 = null;
        long bytes = 0;
        try {
            if (!Files.isRegularFile(archive)) {
                throw new NoSuchFileException(archive.toString());
            }
            bytes = Files.size(archive);
            sha256 = Sha256.of(archive);
            findings.add(new Finding(
                    Severity.NOTE,
                    "it is encrypted, so only its bytes were looked at, not what it holds (--identity)"));
        } catch (IOException unreadable) {
            findings.add(new Finding(Severity.ERROR, "it can't be read: " + Printable.reason(unreadable)));
        }
        ArchiveVerification read = new ArchiveVerification(archive.toString(), 0, bytes, List.copyOf(findings));
        if (manifest.archive() == null) {
            Verdict verdict = manifest.trust() == Trust.MISSING ? Verdict.MISSING : Verdict.ALTERED;
            return new VouchedArchive(read, manifest, verdict, manifest.trouble(), sha256, null);
        }
        if (manifest.archive().bytes() != bytes
                || !Objects.equals(manifest.archive().sha256(), sha256)) {
            String difference = "it is not what was made: the encrypted file has "
                    + (manifest.archive().bytes() == bytes ? "another content" : "another size")
                    + ", according to its manifest";
            return new VouchedArchive(read, manifest, Verdict.DIFFERS, difference, sha256, null);
        }
        return named(archive, read, manifest, sha256, null);
    }

    private static VouchedArchive verify(
            Path archive,
            Path content,
            TrustedKeys keys,
            Whole whole,
            Optional<ManifestWriter> anew,
            VerifyArchive reader) {
        Manifest manifest = Manifest.beside(archive, keys);
        anew.ifPresent(whole.others::add);
        if (manifest.archive() == null) {
            return new VouchedArchive(
                    reader.verify(content, whole),
                    manifest,
                    manifest.trust() == Trust.MISSING ? Verdict.MISSING : Verdict.ALTERED,
                    manifest.trouble(),
                    whole.sha256,
                    whole.digest());
        }
        try (ManifestComparison comparison = new ManifestComparison(manifest, ManifestFile.of(archive))) {
            whole.others.add(comparison);
            ArchiveVerification verification = reader.verify(content, whole);
            return compared(archive, verification, manifest, comparison, whole);
        } catch (IOException changing) {
            return new VouchedArchive(
                    reader.verify(content, whole),
                    manifest,
                    Verdict.ALTERED,
                    "its manifest could not be read (" + Printable.reason(changing)
                            + "), so nothing tells whether it is what was made",
                    whole.sha256,
                    whole.digest());
        }
    }

    private static VouchedArchive compared(
            Path archive,
            ArchiveVerification verification,
            Manifest manifest,
            ManifestComparison comparison,
            Whole whole) {
        if (!comparison.same()) {
            return new VouchedArchive(
                    verification,
                    manifest,
                    Verdict.DIFFERS,
                    Printable.of("it is not what was made: " + comparison.difference() + ", according to its manifest"),
                    whole.sha256,
                    whole.digest());
        }
        return named(archive, verification, manifest, whole.sha256, whole.digest());
    }

    /** What is left to say of one that is what its manifest says. */
    private static VouchedArchive named(
            Path archive, ArchiveVerification verification, Manifest manifest, String sha256, String digest) {
        if (!manifest.archive().name().equals(archive.getFileName().toString())) {
            return new VouchedArchive(
                    verification,
                    manifest,
                    Verdict.ALTERED,
                    Printable.of("it is an archive that was made under another name, "
                            + manifest.archive().name() + ", and put in the place of this one, or renamed"),
                    sha256,
                    digest);
        }
        return new VouchedArchive(
                verification,
                manifest,
                manifest.trust() == Trust.SIGNED ? Verdict.VOUCHED : Verdict.OTHER_KEY,
                manifest.trouble(),
                sha256,
                digest);
    }

    private record FileHash(long bytes, String sha256) {}

    /** Notes the hash of the file and passes everything on. */
    private static final class Whole implements ContentListener {
        private final FileHash encrypted;
        private final List<ContentListener> others = new ArrayList<>();
        private final ContentsDigest digest = new ContentsDigest();
        private String sha256;

        /** @param encrypted of the file that lies there, if what is read is what it decrypts to; otherwise null */
        Whole(FileHash encrypted) {
            this.encrypted = encrypted;
            others.add(digest);
        }

        String digest() {
            return digest.value();
        }

        @Override
        public void entry(String name, long bytes, String hash) {
            others.forEach(other -> other.entry(name, bytes, hash));
        }

        @Override
        public void outline(String hash) {
            others.forEach(other -> other.outline(hash));
        }

        @Override
        public void file(long bytes, String hash) {
            FileHash file = encrypted == null ? new FileHash(bytes, hash) : encrypted;
            sha256 = file.sha256();
            others.forEach(other -> other.file(file.bytes(), file.sha256()));
        }
    }
}
