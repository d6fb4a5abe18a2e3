package org.coursebackup.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The value of every key as its type, once all of them are known to be valid.
 *
 * @param folder that relative paths are relative to
 * @param texts every key with its value as text
 */
record Values(Path folder, Map<String, String> texts) {
    /** An empty value is empty text or an empty secret; other kinds always have one. */
    <T> T get(Key<T> key) {
        return find(key).orElseThrow(() -> new IllegalStateException(key.name() + " has no value"));
    }

    /** Nothing for an empty value. */
    <T> Optional<T> find(Key<T> key) {
        String text = texts.getOrDefault(key.name(), "");
        return text.isEmpty()
                ? Optional.ofNullable(key.kind().absent())
                : key.kind().reader().apply(text);
    }

    /** Relative ones seen from the folder. */
    Path path(Key<Path> key) {
        return folder.resolve(get(key));
    }
}
