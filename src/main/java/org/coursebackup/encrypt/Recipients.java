package org.coursebackup.encrypt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;

/**
 * Who can read encrypted archives: public keys of age. Any one of the private keys is enough to read.
 *
 * @param keys {@code age1…}; none if nothing is encrypted
 */
public record Recipients(List<String> keys) {
    /** Nothing is encrypted. */
    public static final Recipients NONE = new Recipients(List.of());

    private static final String PUBLIC = "age1";

    public Recipients {
        keys = List.copyOf(keys);
    }

    /** Whether archives are encrypted. */
    public boolean wanted() {
        return !keys.isEmpty();
    }

    /**
     * Reads keys, or a file with one in each line and comments after {@code #}, as {@code age -R} takes it.
     *
     * @param setting keys separated by commas, or the path of such a file; empty for none
     * @param folder what a relative path starts from
     * @throws IllegalArgumentException if that is not so; the message says why and does not repeat a private key
     */
    public static Recipients of(String setting, Path folder) {
        String text = setting.strip();
        if (text.isEmpty()) {
            return NONE;
        }
        List<String> keys = new ArrayList<>();
        if (looksLikeAKey(text)) {
            Stream.of(text.split(","))
                    .map(String::strip)
                    .filter(key -> !key.isEmpty())
                    .forEach(keys::add);
        } else {
            keys.addAll(file(folder.resolve(text)));
        }
        keys.forEach(Recipients::require);
        return new Recipients(keys);
    }

    /** What age needs to write the header of a file. */
    List<RecipientStanzaWriter> writers() throws GeneralSecurityException {
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        for (String key : keys) {
            writers.add(X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(key));
        }
        return writers;
    }

    private static boolean looksLikeAKey(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith(PUBLIC) || lower.startsWith("age-secret-key") || lower.startsWith("ssh-");
    }

    private static List<String> file(Path file) {
        try {
            List<String> keys = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("names " + file + ", which has no key in it. Write public keys"
                        + " (age1...) into it, one a line.");
            }
            return keys;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("is neither a public key of age (age1...) nor a file that can be read: "
                    + file + ". 'age-keygen -y key.txt' prints the public key of a private one.");
        }
    }

    private static void require(String key) {
        if (key.toUpperCase(Locale.ROOT).startsWith("AGE-SECRET-KEY")) {
            throw new IllegalArgumentException(
                    "has a private key (AGE-SECRET-KEY...). That must not be on this machine:"
                            + " take it away, and give the public one (age1..., 'age-keygen -y' prints it).");
        }
        try {
            if (!key.startsWith(PUBLIC)) {
                throw new IllegalArgumentException("it does not begin with " + PUBLIC);
            }
            X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(key);
        } catch (GeneralSecurityException | RuntimeException wrong) {
            throw new IllegalArgumentException("has '" + key.replaceAll("\\p{Cntrl}", "?")
                    + "', which is not a public key of age: those have 62 characters and begin with age1. Keys of SSH"
                    + " and of plugins are not supported.");
        }
    }
}
