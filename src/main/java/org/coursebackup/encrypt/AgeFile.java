package org.coursebackup.encrypt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;

import org.coursebackup.thin.Rights;
import org.coursebackup.verify.Sha256;

/** Files in age's format, which the stock {@code age} opens; written and read as streams, in 64 KB. */
public final class AgeFile {
    /** After the archive's name. */
    public static final String SUFFIX = ".age";

    private static final int ROOM = 64 * 1024;

    private AgeFile() {}

    /**
     * What was written.
     *
     * @param plainSha256 of what was encrypted
     * @param bytes size of the encrypted file
     * @param sha256 of the encrypted file
     */
    public record Written(String plainSha256, long bytes, String sha256) {}

    /** Whether an archive of that name is encrypted. */
    public static boolean named(String fileName) {
        return fileName.endsWith(".mbz" + SUFFIX);
    }

    /** The name, or path, of what comes out when an archive is decrypted; of one that is not encrypted its own. */
    public static String plainName(String fileName) {
        return named(fileName) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : fileName;
    }

    /**
     * Encrypts a file, forces what it wrote to disk, and reads it again: it is what was written.
     *
     * @param encrypted a new file, readable by owner and group like archives; what is left of it after a failure is the
     *     caller's
     */
    public static Written encrypt(Path plain, Path encrypted, Recipients recipients) throws IOException {
        MessageDigest before = Sha256.digest();
        Noted out;
        try (FileChannel in = FileChannel.open(plain);
                FileChannel file = FileChannel.open(encrypted, WRITTEN, Rights.ofFile(encrypted))) {
            out = new Noted(file);
            try (WritableByteChannel encrypting =
                    new StandardEncryptingChannelFactory().newEncryptingChannel(out, recipients.writers())) {
                ByteBuffer room = ByteBuffer.allocate(ROOM);
                while (in.read(room.clear()) >= 0) {
                    before.update(room.flip());
                    room.rewind();
                    while (room.hasRemaining()) {
                        encrypting.write(room);
                    }
                }
            }
            file.force(true);
        } catch (GeneralSecurityException failure) {
            throw new IOException("the archive could not be encrypted: " + failure.getMessage(), failure);
        }
        String written = Sha256.hex(out.digest);
        if (Files.size(encrypted) != out.bytes || !Sha256.of(encrypted).equals(written)) {
            throw new IOException("the encrypted archive is not what was written to it; look at the disk");
        }
        return new Written(Sha256.hex(before), out.bytes, written);
    }

    /**
     * Decrypts a file.
     *
     * @param plain a new file, for its owner alone
     * @param identity a file with private keys, as {@code age -i} takes it
     * @throws IOException if no key fits or the file was altered, in words
     */
    public static void decrypt(Path encrypted, Path plain, Path identity) throws IOException {
        try (FileChannel in = FileChannel.open(encrypted);
                ReadableByteChannel decrypting =
                        new StandardDecryptingChannelFactory().newDecryptingChannel(in, readers(identity));
                FileChannel out = FileChannel.open(plain, WRITTEN, Rights.ofOwner(plain))) {
            ByteBuffer room = ByteBuffer.allocate(ROOM);
            while (decrypting.read(room.clear()) >= 0) {
                room.flip();
                while (room.hasRemaining()) {
                    out.write(room);
                }
            }
        } catch (GeneralSecurityException failure) {
            throw new IOException(
                    "it can't be decrypted with " + identity + ": no key in there fits, or it was altered"
                            + (failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")"),
                    failure);
        }
    }

    private static final Set<OpenOption> WRITTEN =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private static List<RecipientStanzaReader> readers(Path identity) throws IOException, GeneralSecurityException {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        for (String line : Files.readAllLines(identity, StandardCharsets.ISO_8859_1)) {
            if (line.strip().startsWith("AGE-SECRET-KEY-")) {
                readers.add(X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line.strip()));
            }
        }
        if (readers.isEmpty()) {
            throw new IOException(identity + " has no private key of age (AGE-SECRET-KEY-...)");
        }
        return readers;
    }

    /** Notes size and hash of what goes through; closing leaves the file open, so that it can be forced to disk. */
    private static final class Noted implements WritableByteChannel {
        private final FileChannel file;
        private final MessageDigest digest = Sha256.digest();
        private long bytes;
        private boolean open = true;

        Noted(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            digest.update(source.duplicate());
            int length = source.remaining();
            while (source.hasRemaining()) {
                file.write(source);
            }
            bytes += length;
            return length;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
