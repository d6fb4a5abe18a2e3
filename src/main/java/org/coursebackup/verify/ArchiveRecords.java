package org.coursebackup.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Ids and content hashes from the documents that refer to each other; all that is kept of an archive while it is read.
 */
final class ArchiveRecords {
    private static final String NULL = "$@NULL@$";

    final Roaring64Bitmap users = new Roaring64Bitmap();
    final Roaring64Bitmap files = new Roaring64Bitmap();
    final Roaring64Bitmap questionCategories = new Roaring64Bitmap();
    final Roaring64Bitmap usersReferred = new Roaring64Bitmap();
    final Roaring64Bitmap filesReferred = new Roaring64Bitmap();
    final Roaring64Bitmap questionCategoriesReferred = new Roaring64Bitmap();
    final Set<String> hashesNeeded = new HashSet<>();
    final Set<String> hashesListed = new HashSet<>();
    final Set<String> hashesInPool = new HashSet<>();

    /**
     * The listener for a document of that name; one that does nothing if the document has no references in either
     * direction.
     */
    XmlDocument.Listener listenerFor(String entry) {
        return switch (entry.substring(entry.lastIndexOf('/') + 1)) {
            case "inforef.xml" -> new References();
            case "files.xml" -> entry.equals("files.xml") ? new Files() : nothing();
            case "users.xml" -> entry.equals("users.xml") ? ids("user", users) : nothing();
            case "questions.xml" ->
                entry.equals("questions.xml") ? ids("question_category", questionCategories) : nothing();
            default -> nothing();
        };
    }

    /** @throws NumberFormatException if the text is not an id */
    private static long id(String text) {
        return Long.parseUnsignedLong(String.valueOf(text));
    }

    /** The ids in the first set that the second lacks, ascending. */
    static LongStream without(Roaring64Bitmap some, Roaring64Bitmap others) {
        return some.stream().filter(id -> !others.contains(id));
    }

    private static XmlDocument.Listener nothing() {
        return new XmlDocument.Listener() {};
    }

    private static XmlDocument.Listener ids(String element, Roaring64Bitmap ids) {
        return new XmlDocument.Listener() {
            @Override
            public void start(int depth, String name, String id) {
                if (depth == 1 && name.equals(element)) {
                    ids.addLong(id(id));
                }
            }
        };
    }

    private final class References implements XmlDocument.Listener {
        private String kind = "";

        @Override
        public void start(int depth, String name, String id) {
            kind = depth == 2 ? name : kind;
        }

        @Override
        public void leaf(int depth, String name, String text) {
            if (depth != 3 || !name.equals("id")) {
                return;
            }
            switch (kind) {
                case "user" -> usersReferred.addLong(id(text));
                case "file" -> filesReferred.addLong(id(text));
                case "question_category" -> questionCategoriesReferred.addLong(id(text));
                default -> {}
            }
        }
    }

    private final class Files implements XmlDocument.Listener {
        private Map<String, String> file = new HashMap<>();

        @Override
        public void start(int depth, String name, String id) {
            if (depth == 1) {
                file = new HashMap<>();
                files.addLong(id(id));
            }
        }

        @Override
        public void leaf(int depth, String name, String text) {
            file.put(name, text);
        }

        @Override
        public void end(int depth, String name) {
            if (depth == 1 && !".".equals(file.get("filename"))) {
                String hash = file.getOrDefault("contenthash", "");
                hashesListed.add(hash);
                String repository = file.getOrDefault("repositoryid", NULL);
                if (repository.equals(NULL) || repository.isEmpty()) {
                    hashesNeeded.add(hash);
                }
            }
        }
    }
}
