package org.coursebackup.manifest;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Set;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.Manifest.ArchiveLine;
import org.coursebackup.manifest.Manifest.CourseLine;
import org.coursebackup.manifest.Manifest.EntryLine;
import org.coursebackup.manifest.Manifest.SignedLine;
import org.coursebackup.thin.Rights;
import org.coursebackup.verify.ContentListener;
import org.coursebackup.verify.Sha256;

/**
 * Writes a manifest while its archive is read back, entry by entry, so that it takes the same little memory for a
 * million entries. What it writes is complete only after {@link #finish}. One thread at a time.
 */
public final class ManifestWriter implements ContentListener, Closeable {
    private final FileChannel file;
    private final OutputStream out;
    private final MessageDigest digest = Sha256.digest();
    private IOException failure;
    private String separator = "";
    private final ContentsDigest contents = new ContentsDigest();
    private long bytes;
    private String sha256;
    private String outline;

    /**
     * Begins one; a file of that name is replaced.
     *
     * @param course id in Moodle
     * @param run the history's id of the run that made the archive
     */
    public ManifestWriter(Path path, long course, String shortname, long run) throws IOException {
        file = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                Rights.ofFile(path));
        out = new BufferedOutputStream(Channels.newOutputStream(file), 64 * 1024);
        write(ManifestFile.BEGINNING);
        write("\"course\":" + Manifest.json(new CourseLine(course, shortname)) + ",\n\"run\":" + run
                + ",\n\"entries\":[\n");
    }

    @Override
    public void entry(String name, long length, String hash) {
        contents.entry(name, length, hash);
        if (hash != null) {
            write(separator + Manifest.json(new EntryLine(name, length, hash)));
            separator = ",\n";
        }
    }

    @Override
    public void outline(String hash) {
        contents.outline(hash);
        outline = hash;
    }

    @Override
    public void file(long length, String hash) {
        bytes = length;
        sha256 = hash;
    }

    /** SHA-256 of the archive as it was read; null if it was not read to its end, or not all of it. */
    public String sha256() {
        return sha256;
    }

    /** One hash for all of the archive, known in parts; null if it was not read to its end, or is no zip. */
    public String digest() {
        return contents.value();
    }

    /**
     * Signs what was read, and forces the manifest to disk.
     *
     * @param archive the archive's file name
     * @param read when the archive was read
     * @return SHA-256 of the archive; null if it has contents that were relied on instead of being read
     * @throws UnusableKeyException if there is no key to sign with; the manifest is of no use then
     * @throws IOException if the manifest could not be written
     */
    public String finish(String archive, Instant read, ManifestKey key) throws IOException {
        if (sha256 == null && outline == null) {
            throw new IllegalStateException("The archive was not read to its end, so it gets no manifest: the verify"
                    + " route has to call readBack.rest before manifest.end.");
        }
        String time = read.truncatedTo(ChronoUnit.SECONDS).toString();
        write("\n],\n\"archive\":" + Manifest.json(new ArchiveLine(archive, bytes, sha256, outlineOf(archive), time))
                + ",\n");
        String own = Sha256.hex(digest);
        String signature;
        String signer;
        try {
            signature = Base64.getEncoder().encodeToString(key.sign(Manifest.message(own)));
            signer = TrustedKeys.text(key.publicKey());
        } catch (IOException unusable) {
            throw new UnusableKeyException(unusable);
        }
        write(Manifest.SIGNED + Manifest.json(new SignedLine(own, signer, signature)) + "}\n");
        if (failure != null) {
            throw failure;
        }
        out.flush();
        file.force(true);
        close();
        return sha256;
    }

    /** That of the plain archive says nothing of the encrypted file. */
    private String outlineOf(String archive) {
        return AgeFile.named(archive) ? null : outline;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** A failure is told at the end: the archive is read to its end in any case. */
    private void write(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        digest.update(content);
        try {
            if (failure == null) {
                out.write(content);
            }
        } catch (IOException e) {
            failure = e;
        }
    }
}
