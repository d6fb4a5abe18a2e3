package org.coursebackup.describe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One document, built several times: for several instances with everything on, and with one setting or value of
 * {@code $CFG} changed. What the builds have in common is the definition; what differs becomes a condition in it.
 */
final class Builds {
    /** Settings without which a component contributes nothing at all. */
    private static final Set<String> WHOLE = Set.of("activities", "blocks");

    /**
     * @param task the ids used for the task
     * @param root root of the document's tree, or a missing node if the document was not built
     */
    record Build(JsonNode task, JsonNode root, boolean ran) {}

    final String of;
    final String file;
    /** Whether it is written only once for a course, by the first task that has it. */
    boolean once;

    final List<Build> instances = new ArrayList<>();
    /**
     * Builds that may lack or change something, by the condition under which they were made, in the words of a
     * definition.
     */
    final Map<String, Build> cases = new LinkedHashMap<>();

    private Builds(String of, String file) {
        this.of = of;
        this.file = file;
    }

    /** The documents of a kind of task, in the order they were built. */
    static List<Builds> of(JsonNode builds, String of) {
        Set<String> seen = new HashSet<>();
        List<Builds> documents = new ArrayList<>();
        for (JsonNode build : builds) {
            if (build.path("case").size() > 0 || build.has("config")) {
                continue;
            }
            for (JsonNode document : build.path("documents")) {
                String file = document.path("file").asText();
                if (build.path("of").asText().equals(of) && document.has("root") && seen.add(file)) {
                    documents.add(read(builds, of, file));
                }
            }
        }
        return documents;
    }

    private static Builds read(JsonNode all, String of, String file) {
        Builds builds = new Builds(of, file);
        boolean first = true;
        for (JsonNode build : all) {
            if (!build.path("of").asText().equals(of)) {
                continue;
            }
            JsonNode document = StreamSupport.stream(build.path("documents").spliterator(), false)
                    .filter(candidate -> candidate.path("file").asText().equals(file))
                    .findFirst()
                    .orElse(null);
            builds.once |= document != null && document.path("once").asBoolean();
            Build one = new Build(
                    build.path("task"),
                    document == null ? all.path("-") : document.path("root"),
                    document != null && document.path("executes").asBoolean(true));
            if (build.path("case").size() == 0 && !build.has("config")) {
                first = builds.instances.isEmpty();
                if (!one.root.isMissingNode()) {
                    builds.instances.add(one);
                }
            } else if (first) {
                builds.addCase(build, one);
            }
        }
        return builds;
    }

    private void addCase(JsonNode build, Build one) {
        if (build.has("config")) {
            JsonNode config = build.get("config");
            if (config.path("forced").asBoolean()) {
                return;
            }
            String value =
                    config.path("value").isNull() ? "" : config.path("value").asText();
            cases.putIfAbsent("config:" + config.path("name").asText() + "=" + value, one);
            return;
        }
        build.path("case").properties().forEach(setting -> {
            if (WHOLE.contains(setting.getKey())) {
                return;
            }
            String word = setting.getKey().equals("users") && of.equals("activity") ? "userinfo" : setting.getKey();
            cases.putIfAbsent((setting.getValue().asInt() == 0 ? "!" : "") + word, one);
        });
    }

    Build first() {
        return instances.get(0);
    }

    /** The word that must hold for something in the normal build that is missing in a case. */
    static String unless(String word) {
        return word.startsWith("!") ? word.substring(1) : "!" + word;
    }

    /** The element at a path of names below a document's root; a missing node if there is none. */
    static JsonNode at(JsonNode root, List<String> path) {
        JsonNode element = root;
        for (String name : path) {
            JsonNode found = null;
            for (JsonNode child : element.path("children")) {
                if (child.path("name").asText().equals(name)) {
                    found = child;
                }
            }
            if (found == null) {
                return element.path("-");
            }
            element = found;
        }
        return element;
    }
}
