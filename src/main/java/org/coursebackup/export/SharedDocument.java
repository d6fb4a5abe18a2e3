package org.coursebackup.export;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What of a document that a course shares goes along with an activity. */
final class SharedDocument {
    private static final String NULL = "$@NULL@$";

    private SharedDocument() {}

    /** @param name one of {@link CutReferences#documents} */
    static Choice choice(String name, CutReferences references) {
        return switch (name) {
            case "questions.xml" -> references.questions().choice();
            case "groups.xml" -> new Groups(references);
            case "users.xml" -> byId("users/user", references.of("user"));
            case "roles.xml" -> byId("roles_definition/role", references.of("role"));
            case "scales.xml" -> byId("scales_definition/scale", references.of("scale"));
            case "outcomes.xml" -> byId("outcomes_definition/outcome", references.of("outcome"));
            default -> (path, attributes) -> Choice.Fate.KEEP;
        };
    }

    private static Choice byId(String element, Ids ids) {
        return (path, attributes) ->
                path.equals(element) && !ids.contains(attributes.get("id")) ? Choice.Fate.DROP : Choice.Fate.KEEP;
    }

    private record Groups(CutReferences references) implements Choice {
        @Override
        public Fate fate(String path, Map<String, String> attributes) {
            return switch (path) {
                case "groups/group" -> has("group", attributes.get("id"));
                case "groups/groupings/grouping" -> has("grouping", attributes.get("id"));
                case "groups/groupcustomfields/groupcustomfield",
                        "groups/groupings/groupingcustomfields/groupingcustomfield" -> Fate.LOOK;
                default -> Fate.KEEP;
            };
        }

        private Fate has(String item, String id) {
            return references.of(item).contains(id) ? Fate.KEEP : Fate.DROP;
        }

        @Override
        public boolean keep(String path, Map<String, String> fields) {
            return path.endsWith("/groupcustomfield")
                    ? references.of("group").contains(fields.get("groupid"))
                    : references.of("grouping").contains(fields.get("groupingid"));
        }
    }

    /**
     * Takes over what is taken of {@code files.xml}: files that the activity's {@code inforef.xml} lists, and those of
     * what goes along, which Moodle lists nowhere.
     */
    static final class Files implements Choice {
        private final CutReferences references;
        private final Set<String> hashes = new HashSet<>();
        private boolean hasReferences;
        private long id;

        Files(CutReferences references) {
            this.references = references;
        }

        @Override
        public Fate fate(String path, Map<String, String> attributes) {
            if (!path.equals("files/file")) {
                return Fate.KEEP;
            }
            id = Ids.number(attributes.get("id"));
            return Fate.LOOK;
        }

        @Override
        public boolean keep(String path, Map<String, String> file) {
            if (!references.of("file").contains(id) && !comesWith(file)) {
                return false;
            }
            String alias = file.getOrDefault("reference", NULL);
            if (!alias.equals(NULL)) {
                hasReferences = true;
            } else if (!".".equals(file.get("filename"))) {
                hashes.add(file.getOrDefault("contenthash", ""));
            }
            return true;
        }

        private boolean comesWith(Map<String, String> file) {
            String component = file.getOrDefault("component", "");
            String area = file.getOrDefault("filearea", "");
            String item = file.get("itemid");
            return switch (component) {
                case "user" -> references.userContexts().contains(file.get("contextid"));
                case "group" -> references.of("group").contains(item);
                case "grouping" -> references.of("grouping").contains(item);
                case "grade" ->
                    area.equals("scale") && references.of("scale").contains(item)
                            || area.equals("outcome")
                                    && references.of("outcome").contains(item);
                // responses belong to attempts, which list them
                case "question" -> !area.startsWith("response_") && ofQuestions(file);
                default -> component.startsWith("qtype_") && ofQuestions(file);
            };
        }

        private boolean ofQuestions(Map<String, String> file) {
            return references.questions().contexts().contains(file.get("contextid"));
        }

        /** SHA-1 of the contents needed. */
        Set<String> hashes() {
            return hashes;
        }

        /** Whether a file is an alias of one elsewhere. */
        boolean hasReferences() {
            return hasReferences;
        }
    }
}
