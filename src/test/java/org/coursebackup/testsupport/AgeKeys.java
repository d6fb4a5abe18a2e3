package org.coursebackup.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;

/**
 * A new pair of keys of age.
 *
 * @param recipient the public key
 * @param identity a file with the private one
 */
public record AgeKeys(String recipient, Path identity) {
    /** In a file as {@code age-keygen} writes it. */
    public static AgeKeys in(Path folder, String name) throws IOException, GeneralSecurityException {
        KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
        Path identity = Files.writeString(
                folder.resolve(name),
                "# created: now\n# public key: " + pair.getPublic() + "\n" + pair.getPrivate() + "\n");
        return new AgeKeys(pair.getPublic().toString(), identity);
    }
}
