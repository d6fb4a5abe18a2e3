package org.coursebackup.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The typed value of every key, once all are known to be valid.
 *
 * @param folder from which relative paths start
 * @param texts every key with its value as text
 */
record Values(Path folder, Map<String, String> texts) {
    /** The key's value; empty text or an empty secret if there is none (other kinds always have a value). */
    <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has no value"));
    }

    /** Empty for an empty value. */
    <T> Optional<T> find(Key<T> key) {
        String text = texts.getOrDefault(key.name(), "");
        return text.isEmpty()
                ? Optional.ofNullable(key.kind().absent())
                : key.kind().reader().apply(text);
    }

    /** The path, a relative one resolved against the folder. */
    Path path(Key<Path> key) {
        return folder.resolve(get(key));
    }
}
