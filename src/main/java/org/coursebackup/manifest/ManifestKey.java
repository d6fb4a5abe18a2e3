package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's key for manifests: Ed25519, in PEM, so that OpenSSL reads it. Made when it is first needed; only
 * its owner can read it. The public one lies beside it ({@code manifest.pub}), for auditors to take along. Thread-safe.
 */
public final class ManifestKey {
    private static final Logger LOG = LoggerFactory.getLogger(ManifestKey.class);
    private static final String ALGORITHM = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String OTHERS = "manifest*.pub";

    private final Path file;
    private PrivateKey key;
    private PublicKey publicKey;

    /** @param file where the private key is, or is going to be */
    public ManifestKey(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** Where the private key is kept. */
    public Path file() {
        return file;
    }

    /** Where the public key is kept. */
    public Path publicFile() {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.replaceFirst("\\.key$", "") + ".pub");
    }

    /**
     * The keys whose signatures count: this one, if it exists, and public ones of earlier installations, which an
     * administrator has put beside it as {@code manifest*.pub}. Nothing is made.
     *
     * @throws IOException if one of them can't be read or is not a key
     */
    public TrustedKeys trusted() throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        if (Files.exists(publicFile())) {
            keys.add(TrustedKeys.read(publicFile()));
        }
        if (Files.isDirectory(file.getParent())) {
            try (DirectoryStream<Path> others = Files.newDirectoryStream(file.getParent(), OTHERS)) {
                for (Path other : others) {
                    if (!other.equals(publicFile())) {
                        keys.add(TrustedKeys.read(other));
                    }
                }
            }
        }
        return new TrustedKeys(keys);
    }

    /** The same; none at all if one of them can't be read. */
    public TrustedKeys trustedOrNone() {
        try {
            return trusted();
        } catch (IOException unreadable) {
            LOG.warn("Signatures of manifests can't be checked: {}", unreadable.getMessage());
            return TrustedKeys.NONE;
        }
    }

    /** What is wrong with the key, with the remedy; empty if nothing, or if there is none yet. Nothing is made. */
    public Optional<String> trouble() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            load();
            return posix()
                            && Files.getPosixFilePermissions(file).stream()
                                    .anyMatch(right -> !right.name().startsWith("OWNER"))
                    ? Optional.of(file + " can be read or changed by other users of this machine, who could sign"
                            + " manifests with it. Protect it: chmod 600 " + file)
                    : Optional.empty();
        } catch (IOException unusable) {
            return Optional.of(unusable.getMessage() + " Until then archives get no manifest, and status 4.");
        }
    }

    /**
     * Signs a message; makes the key if there is none.
     *
     * @throws IOException if the key can't be made or read; the message is for the administrator
     */
    byte[] sign(byte[] message) throws IOException {
        load();
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IOException("the key " + file + " cannot sign: " + e.getMessage(), e);
        }
    }

    /** The public key that belongs to it; made if there is none. */
    PublicKey publicKey() throws IOException {
        load();
        return publicKey;
    }

    private synchronized void load() throws IOException {
        if (key != null) {
            return;
        }
        try {
            if (!Files.isDirectory(file.getParent())) {
                Files.createDirectories(file.getParent(), only("rwx------"));
            }
            byte[] encoded = Pem.decode(PRIVATE, locked());
            PrivateKey found = KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            publicKey = counterpart(found);
            key = found;
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IOException(
                    file + " is not an Ed25519 key in PEM (" + wrong.getMessage()
                            + "). Put back the one that was there, or move it away so that a new one is made.",
                    wrong);
        } catch (IOException failure) {
            throw new IOException("the key " + file + " can't be read or made: " + failure, failure);
        }
    }

    /** The text of the key file; of two processes that begin at once one writes it, the other waits and reads. */
    private String locked() throws IOException, GeneralSecurityException {
        try {
            Files.createFile(file, only("rw-------"));
        } catch (FileAlreadyExistsException exists) {
            // as is usually the case
        }
        synchronized (ManifestKey.class) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.lock();
                if (channel.size() == 0) {
                    KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
                    // the public one first: a key that was killed before it was written is made anew with its own
                    Files.writeString(publicFile(), TrustedKeys.pem(pair.getPublic()));
                    channel.write(ByteBuffer.wrap(
                            Pem.encode(PRIVATE, pair.getPrivate().getEncoded()).getBytes(StandardCharsets.US_ASCII)));
                    channel.force(true);
                }
                ByteBuffer text = ByteBuffer.allocate(4096);
                channel.read(text, 0);
                return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
            } catch (AccessDeniedException readOnly) {
                return Files.readString(file);
            }
        }
    }

    /** Java does not derive a public key from a private one; it lies beside, and has to be the right one. */
    private PublicKey counterpart(PrivateKey found) throws IOException, GeneralSecurityException {
        PublicKey beside;
        try {
            beside = TrustedKeys.read(publicFile());
        } catch (NoSuchFileException lost) {
            throw new InvalidKeyException("its public key " + publicFile().getFileName() + " is missing beside it; make"
                    + " it: openssl pkey -in " + file + " -pubout -out " + publicFile());
        }
        byte[] probe = {1};
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(found);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(beside);
        signature.update(probe);
        if (!signature.verify(signed)) {
            throw new InvalidKeyException(publicFile().getFileName() + " beside it is not its public key");
        }
        return beside;
    }

    private boolean posix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] only(String rights) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }
}
