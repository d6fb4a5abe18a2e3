package org.coursebackup.archive;

import java.util.LinkedHashMap;
import java.util.Map;

/** The pool contents that {@code files.xml} asks for, gathered while it is written: hash and size in bytes. */
final class PoolContents implements DocumentWriter.FieldFilter {
    private static final String DIRECTORY = ".";

    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private String hash;
    private String name;
    private String size;
    private boolean references;

    /** Sees the fields of each file in order; the last one, the reference, completes a file. */
    @Override
    public String filter(String element, String field, String value) {
        if (element.equals("file")) {
            switch (field) {
                case "contenthash" -> hash = value;
                case "filename" -> name = value;
                case "filesize" -> size = value;
                case "reference" -> complete(value != null);
                default -> { }
            }
        }
        return value;
    }

    private void complete(boolean reference) {
        if (reference) {
            references = true;
        } else if (!DIRECTORY.equals(name) && hash != null && hash.matches("[0-9a-f]{40}")) {
            sizes.put(hash, Long.parseLong(size));
        }
    }

    Map<String, Long> sizes() {
        return sizes;
    }

    /** Whether a file is an alias. */
    boolean hasReferences() {
        return references;
    }
}
