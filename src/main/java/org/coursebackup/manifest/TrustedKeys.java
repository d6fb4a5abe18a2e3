package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.coursebackup.verify.Sha256;

/** Public keys whose signatures count. */
public final class TrustedKeys {
    /** None at all, as on a machine that has no key. */
    public static final TrustedKeys NONE = new TrustedKeys(List.of());

    private static final String LABEL = "PUBLIC KEY";
    private static final int MOST_CHARACTERS = 10_000;

    private final List<PublicKey> keys;

    TrustedKeys(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys in those files alone.
     *
     * @throws IOException if one of them can't be read or is no public key; the message says which
     */
    public static TrustedKeys of(List<Path> files) throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        for (Path file : files) {
            keys.add(read(file));
        }
        return new TrustedKeys(keys);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    boolean contains(PublicKey key) {
        return keys.contains(key);
    }

    static PublicKey read(Path file) throws IOException {
        if (Files.size(file) > MOST_CHARACTERS) {
            throw new IOException(file + " is not a public key.");
        }
        try {
            return of(Pem.decode(LABEL, Files.readString(file, StandardCharsets.ISO_8859_1)));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IOException(
                    file + " is not a public key (Ed25519, in PEM): " + wrong.getMessage()
                            + ". The right one is the installation's manifest.pub.",
                    wrong);
        }
    }

    /** @param text Base64 without line breaks, as in a manifest */
    static PublicKey parse(String text) throws GeneralSecurityException {
        return of(Base64.getDecoder().decode(text));
    }

    static String text(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    static String pem(PublicKey key) {
        return Pem.encode(LABEL, key.getEncoded());
    }

    /** For messages: the beginning of the SHA-256 of the encoded key. */
    static String id(PublicKey key) {
        MessageDigest digest = Sha256.digest();
        digest.update(key.getEncoded());
        return Sha256.hex(digest).substring(0, 16);
    }

    private static PublicKey of(byte[] encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
