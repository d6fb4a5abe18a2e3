package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.coursebackup.verify.Sha256;

/**
 * The manifest of an archive, as it lies beside it. A JSON document of lines, the last of which is the signature of all
 * before it:
 *
 * <pre>{@code
 * {"manifest":1,
 * "course":{"id":7,"shortname":"BAKE"},
 * "run":1795402800000,
 * "entries":[
 * {"name":"files/ab/ab…","bytes":20,"sha256":"…"},
 * {"name":"users.xml","bytes":310,"sha256":"…"}
 * ],
 * "archive":{"name":"….mbz","bytes":4711,"sha256":"…","read":"2026-11-23T03:05:12Z"},
 * "signed":{"sha256":"…","key":"…","signature":"…"}}
 * }</pre>
 *
 * <p>{@code signed.sha256} is that of all bytes before the last line; the signature is of {@link #message}.
 *
 * @param trust whether it can be relied on
 * @param trouble why not, as a sentence; empty for one that can
 * @param archive null if it can't be read
 */
public record Manifest(Trust trust, String trouble, CourseLine course, long run, ArchiveLine archive) {
    static final String SIGNED = "\"signed\":";

    private static final String LAST_LINE = "\n" + SIGNED;
    private static final int LONGEST_LAST_LINE = 2_000;
    /** Takes what a later version adds, but nothing twice: other readers might see the other one. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** How far a manifest can be relied on. */
    public enum Trust {
        /** Signed with a key that counts, and unaltered. */
        SIGNED,
        /** Unaltered since somebody signed it with a key that is not known here. */
        OTHER_KEY,
        /** Damaged, altered, or not signed. */
        ALTERED,
        /** There is none. */
        MISSING
    }

    /** The archive's course. */
    public record CourseLine(long id, String shortname) {}

    /** One document or file. */
    record EntryLine(String name, long bytes, String sha256) {}

    /**
     * The archive as a whole.
     *
     * @param sha256 of the file; null if it shares contents that were read earlier, so that it was never read as a
     *     whole
     * @param outline of what the file has besides its contents ({@link org.coursebackup.verify.ZipOutline}); null in
     *     manifests of encrypted archives, and in older ones
     * @param read when it was read, as ISO 8601 in UTC
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ArchiveLine(String name, long bytes, String sha256, String outline, String read) {}

    /**
     * The contents that a manifest lists.
     *
     * @param digest of all of them and the archive's outline, to be compared with that in the history
     * @param sha256 of each, by the names of their entries
     */
    public record Contents(String digest, Map<String, String> sha256) {}

    /**
     * What the manifest beside an archive lists, if its contents are known and are in an archive of that outline.
     * Nothing is verified.
     *
     * @throws IOException if there is no manifest, or it can't be read
     */
    public static Contents contents(Path archive, String outline) throws IOException {
        ContentsDigest digest = new ContentsDigest();
        Map<String, String> hashes = new HashMap<>();
        try (ManifestEntries entries = new ManifestEntries(ManifestFile.of(archive))) {
            for (EntryLine entry = entries.next(); entry != null; entry = entries.next()) {
                digest.entry(entry.name(), entry.bytes(), entry.sha256());
                hashes.put(entry.name(), entry.sha256());
            }
        }
        digest.outline(outline);
        return new Contents(digest.value(), hashes);
    }

    record SignedLine(String sha256, String key, String signature) {}

    /** What is signed. */
    static byte[] message(String sha256) {
        return ("moodle-course-backup manifest 1\n" + sha256 + "\n").getBytes(StandardCharsets.US_ASCII);
    }

    static String json(Object line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The manifest beside an archive; whether it is true to the archive is not looked at. Never fails. */
    public static Manifest beside(Path archive, TrustedKeys keys) {
        Path file = ManifestFile.of(archive);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return without(
                    Trust.MISSING,
                    "it has no manifest (" + file.getFileName() + "), so nothing tells whether it is what was made");
        }
        try {
            return read(file, keys);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return without(
                    Trust.ALTERED,
                    "its manifest " + file.getFileName() + " was damaged or altered (" + reason(e)
                            + "), so nothing tells whether it is what was made");
        }
    }

    private static Manifest read(Path file, TrustedKeys keys) throws IOException, GeneralSecurityException {
        SignedLine signed;
        String own;
        try (FileChannel channel = FileChannel.open(file)) {
            long end = lastLine(channel);
            signed = JSON.readValue("{" + text(channel, end), Last.class).signed();
            own = sha256(channel, end);
        }
        if (signed == null || signed.key() == null || signed.signature() == null) {
            throw new IOException("it has no signature");
        }
        PublicKey key = TrustedKeys.parse(signed.key());
        if (!own.equals(signed.sha256()) || !signs(key, signed, own)) {
            throw new IOException("its signature does not fit");
        }
        Manifest manifest = ManifestEntries.readThrough(file);
        if (keys.contains(key)) {
            return manifest;
        }
        return new Manifest(
                Trust.OTHER_KEY,
                "its manifest is signed with the key " + TrustedKeys.id(key) + ", "
                        + (keys.isEmpty()
                                ? "and there is no key here to compare with (--key)"
                                : "which is not this installation's"),
                manifest.course,
                manifest.run,
                manifest.archive);
    }

    private record Last(SignedLine signed) {}

    private static Manifest without(Trust trust, String trouble) {
        return new Manifest(trust, trouble, null, 0, null);
    }

    private static boolean signs(PublicKey key, SignedLine signed, String own) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(message(own));
        return signature.verify(Base64.getDecoder().decode(signed.signature()));
    }

    /** Where the line with the signature begins. */
    private static long lastLine(FileChannel channel) throws IOException {
        long from = Math.max(0, channel.size() - LONGEST_LAST_LINE);
        int at = text(channel, from).lastIndexOf(LAST_LINE);
        if (at < 0) {
            throw new IOException("it has no signature at its end");
        }
        return from + at + 1;
    }

    /** The rest of the file, in characters of one byte each. */
    private static String text(FileChannel channel, long from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
            // until it is full
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    private static String sha256(FileChannel channel, long end) throws IOException {
        MessageDigest digest = Sha256.digest();
        ByteBuffer room = ByteBuffer.allocate(64 * 1024);
        for (long at = 0; at < end; at += room.limit()) {
            room.clear().limit((int) Math.min(room.capacity(), end - at));
            if (channel.read(room, at) < 0) {
                throw new IOException("it ends too early");
            }
            digest.update(room.flip());
        }
        return Sha256.hex(digest);
    }

    private static String reason(Exception failure) {
        return failure instanceof JsonProcessingException
                ? "it is not JSON"
                : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
