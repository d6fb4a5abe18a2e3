package org.coursebackup.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.coursebackup.thin.PoolFolder;

/** What a listing of a part of the pool at some place found, and how files are called there. */
public final class PooledFiles {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{2}");
    private static final Pattern CONTENT = Pattern.compile("[0-9a-f]{40}");

    private final Map<String, Long> sizes = new HashMap<>();
    private final List<String> others = new ArrayList<>();

    /** The folder with the contents whose hashes begin so. */
    static String folder(String first) {
        return PoolFolder.NAME + "/" + first + "/";
    }

    /** The name of a content: {@code pool/ab/cd/SHA1}. */
    public static String name(String sha1) {
        return folder(sha1.substring(0, 2)) + sha1.substring(2, 4) + "/" + sha1;
    }

    static boolean digits(String folder) {
        return DIGITS.matcher(folder).matches();
    }

    void add(String name, long bytes) {
        String sha1 = name.substring(name.lastIndexOf('/') + 1);
        if (CONTENT.matcher(sha1).matches() && name.equals(name(sha1))) {
            sizes.put(sha1, bytes);
        } else {
            others.add(name);
        }
    }

    /** Sizes in bytes by SHA-1. */
    public Map<String, Long> sizes() {
        return sizes;
    }

    /** Names of all other files. */
    public List<String> others() {
        return others;
    }
}
