package org.coursebackup.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Secrets that stand in files of their own: under {@code moodle.db.password-file} the path of a file that holds
 * {@code moodle.db.password}, and so on for every secret; or as credentials of systemd under the key's name.
 */
final class SecretFiles {
    static final String SUFFIX = "-file";
    private static final int LONGEST = 64 * 1024;

    private final Path folder;
    private final List<Problem> problems;
    private final List<Problem> hints;

    SecretFiles(Path folder, List<Problem> problems, List<Problem> hints) {
        this.folder = folder;
        this.problems = problems;
        this.hints = hints;
    }

    /** Whether a key names a file that holds a secret. */
    boolean names(String key) {
        return key.endsWith(SUFFIX) && secret(key.substring(0, key.length() - SUFFIX.length()));
    }

    private static boolean secret(String key) {
        return Keys.ALL.containsKey(key) && Keys.ALL.get(key).kind().secret();
    }

    /** Reads the files that a source names, and gives what is in them. */
    void read(UnaryOperator<String> source, String name, BiConsumer<String, String> given) {
        for (String key : Keys.ALL.keySet()) {
            String path = secret(key) ? source.apply(key + SUFFIX) : null;
            if (path == null || path.isBlank()) {
                continue;
            }
            if (source.apply(key) != null && !source.apply(key).isBlank()) {
                problems.add(
                        new Problem(key, "and " + key + SUFFIX + " are both set in " + name + ". Keep one of them."));
            }
            read(key, key + SUFFIX, path.trim(), given);
        }
    }

    /** Reads systemd's credentials, files in a folder; null if there is no such folder. */
    void credentials(String directory, BiConsumer<String, String> given) {
        if (directory == null || directory.isBlank()) {
            return;
        }
        for (String key : Keys.ALL.keySet()) {
            Path file = Path.of(directory).resolve(key);
            if (secret(key) && Files.exists(file)) {
                read(key, "credential " + key, file.toString(), given);
            }
        }
    }

    private void read(String key, String where, String path, BiConsumer<String, String> given) {
        if (!Keys.MOODLE_CONFIG.kind().accepts(path)) {
            problems.add(new Problem(where, "is not the path of a file. Set it to the file that holds the secret."));
            return;
        }
        Path file = folder.resolve(path);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = Files.isRegularFile(file) ? in.readNBytes(LONGEST + 1) : new byte[0];
            if (!Files.isRegularFile(file) || bytes.length > LONGEST) {
                throw new IOException("it is not a file of at most 64 KB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // editors and echo end a line
            given.accept(key, text.replaceFirst("\\R$", ""));
            if (OpenSecrets.readByAll(file)) {
                hints.add(new Problem(
                        where,
                        file + " can be read by every user of this machine. Take that right away (chmod o-rwx)."));
            }
        } catch (CharacterCodingException notText) {
            problems.add(new Problem(where, file + " is not UTF-8 text. Write the secret into it, and nothing else."));
        } catch (IOException unreadable) {
            problems.add(new Problem(
                    where,
                    "cannot read " + file + " (" + unreadable.getMessage()
                            + "). It must hold the secret alone and be readable by the user who runs this program."));
        }
    }
}
