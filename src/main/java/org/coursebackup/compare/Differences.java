package org.coursebackup.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds which elements of which rows of a document differ, and how, by pairing the rows that are most alike. */
final class Differences {
    private static final int LONGEST = 120;
    /** More rows without a key than this are paired in the order they appear. */
    private static final int MOST_TO_MATCH = 300;

    private final String document;
    private final Found found;

    /** Receives what was found. */
    interface Found {
        /** @param what a sentence without the full stop */
        void difference(String component, String what);
    }

    Differences(String document, Found found) {
        this.document = document;
        this.found = found;
    }

    /** Finds the differences between the reference's root element and the candidate's. */
    void between(Node reference, Node candidate) {
        if (reference.path().name().equals(candidate.path().name())) {
            pair(reference, candidate, reference.label());
        } else {
            found.difference(
                    reference.component(),
                    document + ": begins with <" + candidate.path().name() + ">, not with <"
                            + reference.path().name() + ">");
        }
    }

    private void pair(Node reference, Node candidate, String at) {
        if (reference.hash().equals(candidate.hash())) {
            return;
        }
        String place = document + ": " + at;
        if (!reference.whole() || !candidate.whole()) {
            found.difference(reference.component(), place + " is another row");
            return;
        }
        if (!reference.attributes().equals(candidate.attributes())) {
            Set<String> names = new TreeSet<>(reference.attributes().keySet());
            names.addAll(candidate.attributes().keySet());
            for (String name : names) {
                value(
                        reference,
                        place + "@" + name,
                        reference.attributes().get(name),
                        candidate.attributes().get(name));
            }
        }
        if (!reference.text().equals(candidate.text()) && !blanksOfRows(reference, candidate)) {
            value(reference, place, reference.text(), candidate.text());
        }
        children(reference, candidate, at);
    }

    /**
     * The text of an element without rows is the white space before its end tag; with rows that white space is ignored.
     */
    private static boolean blanksOfRows(Node reference, Node candidate) {
        return reference.children().isEmpty() != candidate.children().isEmpty()
                && reference.text().isBlank()
                && candidate.text().isBlank();
    }

    private void value(Node node, String place, String reference, String candidate) {
        if (reference == null || candidate == null) {
            String value = reference == null ? candidate : reference;
            found.difference(
                    node.component(),
                    place + (reference == null ? " is there, with '" : " is missing, with '")
                            + Excerpt.of(value, LONGEST) + "' in it");
        } else if (!reference.equals(candidate)) {
            found.difference(
                    node.component(),
                    place + " is " + Excerpt.around(candidate, reference, LONGEST) + ", not "
                            + Excerpt.around(reference, candidate, LONGEST));
        }
    }

    private void children(Node reference, Node candidate, String at) {
        List<Node> missing = without(reference.children(), candidate.children());
        List<Node> extra = without(candidate.children(), reference.children());
        if (missing.isEmpty() && extra.isEmpty()) {
            if (reference.children().size() == candidate.children().size()
                    && !reference.children().isEmpty()) {
                order(reference, candidate, at);
            }
            return;
        }
        Map<String, List<Node>> left = byName(missing);
        Map<String, List<Node>> right = byName(extra);
        left.forEach((name, ones) -> rows(ones, right.getOrDefault(name, new ArrayList<>()), at));
        right.forEach((name, ones) -> {
            if (!left.containsKey(name)) {
                rows(new ArrayList<>(), ones, at);
            }
        });
    }

    /** Of elements that have equal children. */
    private void order(Node reference, Node candidate, String at) {
        List<String> right = kinds(reference);
        List<String> kinds = kinds(candidate);
        if (right.equals(kinds)) {
            found.difference(reference.component(), document + ": the rows of " + at + " stand in another order");
            return;
        }
        int first = 0;
        while (right.get(first).equals(kinds.get(first))) {
            first++;
        }
        found.difference(
                reference.component(),
                document + ": in " + at + " <" + kinds.get(first) + "> comes before <" + right.get(first)
                        + ">, not after it");
    }

    private static List<String> kinds(Node node) {
        return node.children().stream()
                .filter(child -> !child.changes())
                .map(child -> child.path().name())
                .distinct()
                .toList();
    }

    private void rows(List<Node> missing, List<Node> extra, String at) {
        List<Node> references = new ArrayList<>(missing);
        List<Node> candidates = new ArrayList<>(extra);
        byLabel(references, candidates, at);
        if (references.size() <= MOST_TO_MATCH && candidates.size() <= MOST_TO_MATCH) {
            byLikeness(references, candidates, at);
        }
        if (references.size() == 1 && candidates.size() == 1 && !keyed(references.get(0))) {
            Node only = references.remove(0);
            pair(only, candidates.remove(0), at + "/" + only.path().name());
        }
        references.forEach(node -> alone(node, at, " is missing"));
        candidates.forEach(node -> alone(node, at, " is too much"));
    }

    private void alone(Node node, String at, String how) {
        String content = node.children().isEmpty() && !node.text().isEmpty()
                ? ", with '" + Excerpt.of(node.text(), LONGEST) + "' in it"
                : "";
        found.difference(node.component(), document + ": " + at + "/" + node.label() + how + content);
    }

    /** Pairs rows of the same label, where only one on each side has it. */
    private void byLabel(List<Node> references, List<Node> candidates, String at) {
        Map<String, Node> keys = new HashMap<>();
        Set<String> twice = new HashSet<>();
        for (Node node : candidates) {
            if (keys.put(node.label(), node) != null) {
                twice.add(node.label());
            }
        }
        Set<String> seen = new HashSet<>();
        references.forEach(node -> {
            if (!seen.add(node.label())) {
                twice.add(node.label());
            }
        });
        for (Node node : List.copyOf(references)) {
            Node same = twice.contains(node.label()) ? null : keys.get(node.label());
            if (same != null) {
                references.remove(node);
                candidates.remove(same);
                pair(node, same, at + "/" + node.label());
            }
        }
    }

    /** Pairs the rest by how many elements they have in common, at least half. */
    private void byLikeness(List<Node> references, List<Node> candidates, String at) {
        for (Node node : List.copyOf(references)) {
            if (keyed(node)) {
                continue;
            }
            Node best = null;
            int most = 0;
            for (Node other : candidates) {
                int common = node.children().size()
                        - without(node.children(), other.children()).size();
                if (common > most) {
                    best = other;
                    most = common;
                }
            }
            if (best != null && most * 2 >= node.children().size()) {
                references.remove(node);
                candidates.remove(best);
                pair(node, best, at + "/" + node.label());
            }
        }
    }

    private static boolean keyed(Node node) {
        return node.attributes().containsKey("id");
    }

    /** The nodes of the first list without an equal in the second, which matches each of its nodes only once. */
    private static List<Node> without(List<Node> ones, List<Node> others) {
        Map<Hash, Integer> counts = new HashMap<>();
        others.forEach(node -> counts.merge(node.hash(), 1, Integer::sum));
        List<Node> rest = new ArrayList<>();
        for (Node node : ones) {
            Integer left = counts.get(node.hash());
            if (left == null || left == 0) {
                rest.add(node);
            } else {
                counts.put(node.hash(), left - 1);
            }
        }
        return rest;
    }

    private static Map<String, List<Node>> byName(List<Node> nodes) {
        Map<String, List<Node>> names = new LinkedHashMap<>();
        nodes.forEach(node -> names.computeIfAbsent(node.path().name(), n -> new ArrayList<>())
                .add(node));
        return names;
    }
}
