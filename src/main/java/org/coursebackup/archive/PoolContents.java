package org.coursebackup.archive;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The hashes of the pool files that {@code files.xml} needs, gathered while it is written. */
final class PoolContents implements DocumentWriter.FieldFilter {
    private static final String DIRECTORY = ".";

    private final Set<String> hashes = new LinkedHashSet<>();
    private final Map<String, String> impossible = new TreeMap<>();
    private String hash;
    private String name;
    private boolean references;

    /** Sees the fields of each file in order; the last one, the reference, completes a file. */
    @Override
    public String filter(String element, String field, String value) {
        if (element.equals("file")) {
            switch (field) {
                case "contenthash" -> hash = value;
                case "filename" -> name = value;
                case "reference" -> complete(value != null);
                default -> {}
            }
        }
        return value;
    }

    private void complete(boolean reference) {
        if (reference) {
            references = true;
        } else if (!DIRECTORY.equals(name)) {
            String needed = hash == null ? "" : hash;
            if (needed.matches("[0-9a-f]{40}")) {
                hashes.add(needed);
            } else {
                impossible.putIfAbsent(needed, name);
            }
        }
    }

    Set<String> hashes() {
        return hashes;
    }

    /** What stands in place of a hash, as no pool file can be named, with the name of a file that has it. */
    Map<String, String> impossible() {
        return impossible;
    }

    /** Whether a file is an alias. */
    boolean hasReferences() {
        return references;
    }
}
