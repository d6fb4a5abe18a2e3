package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.coursebackup.manifest.Manifest.Trust;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.ContentListener;
import org.coursebackup.verify.Printable;
import org.coursebackup.verify.VerifyArchive;

/**
 * An archive read back completely, with what its manifest says of it.
 *
 * @param verification whether it is a sound archive
 * @param manifest as it lies beside it
 * @param verdict what follows from both
 * @param sentence why the manifest does not vouch for the archive; empty if it does
 * @param sha256 of the file; null if it could not be read to its end
 */
public record VouchedArchive(
        ArchiveVerification verification, Manifest manifest, Verdict verdict, String sentence, String sha256) {

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
        Manifest manifest = Manifest.beside(archive, keys);
        Whole whole = new Whole();
        anew.ifPresent(whole.others::add);
        if (manifest.archive() == null) {
            return new VouchedArchive(
                    new VerifyArchive(stop).verify(archive, whole),
                    manifest,
                    manifest.trust() == Trust.MISSING ? Verdict.MISSING : Verdict.ALTERED,
                    manifest.trouble(),
                    whole.sha256);
        }
        try (ManifestComparison comparison = new ManifestComparison(manifest, ManifestFile.of(archive))) {
            whole.others.add(comparison);
            ArchiveVerification verification = new VerifyArchive(stop).verify(archive, whole);
            return compared(archive, verification, manifest, comparison, whole.sha256);
        } catch (IOException changing) {
            return new VouchedArchive(
                    new VerifyArchive(stop).verify(archive, whole),
                    manifest,
                    Verdict.ALTERED,
                    "its manifest could not be read (" + Printable.reason(changing)
                            + "), so nothing tells whether it is what was made",
                    whole.sha256);
        }
    }

    private static VouchedArchive compared(
            Path archive,
            ArchiveVerification verification,
            Manifest manifest,
            ManifestComparison comparison,
            String sha256) {
        String name = archive.getFileName().toString();
        if (!comparison.same()) {
            return new VouchedArchive(
                    verification,
                    manifest,
                    Verdict.DIFFERS,
                    Printable.of("it is not what was made: " + comparison.difference() + ", according to its manifest"),
                    sha256);
        }
        if (!manifest.archive().name().equals(name)) {
            return new VouchedArchive(
                    verification,
                    manifest,
                    Verdict.ALTERED,
                    Printable.of("it is an archive that was made under another name, "
                            + manifest.archive().name() + ", and put in the place of this one, or renamed"),
                    sha256);
        }
        return new VouchedArchive(
                verification,
                manifest,
                manifest.trust() == Trust.SIGNED ? Verdict.VOUCHED : Verdict.OTHER_KEY,
                manifest.trouble(),
                sha256);
    }

    /** Notes the hash of the file and passes everything on. */
    private static final class Whole implements ContentListener {
        private final List<ContentListener> others = new ArrayList<>();
        private String sha256;

        @Override
        public void entry(String name, long bytes, String hash) {
            others.forEach(other -> other.entry(name, bytes, hash));
        }

        @Override
        public void file(long bytes, String hash) {
            sha256 = hash;
            others.forEach(other -> other.file(bytes, hash));
        }
    }
}
