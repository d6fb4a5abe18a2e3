package org.coursebackup.drill;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.coursebackup.drill.KnownDifferences.Rule;

/**
 * Counts the rows of one document after another: elements with attributes, or with a field that is not empty. Memory
 * depends on the number of kinds, not on that of rows. What a rule takes out goes with the rows in it.
 */
final class RowWalk {
    private static final XMLInputFactory FACTORY = factory();
    private static final int LONGEST_FIELD = 300;

    /** A kind of row, as often as there are paths. */
    private static final class Kind {
        private final String name;
        private final List<Rule> rules;
        private final Map<String, Kind> children = new HashMap<>();

        private Kind(String name, List<Rule> rules) {
            this.name = name;
            this.rules = rules;
        }
    }

    /** An element that has begun and not ended. */
    private static final class Frame {
        private final Kind kind;
        private final Map<String, RowCount> counts;
        private final Map<String, String> fields;
        private final boolean attributes;
        private boolean row;
        private boolean children;

        private Frame(Kind kind, Frame around, Map<String, RowCount> total, boolean attributes, boolean fields) {
            this.kind = kind;
            this.attributes = attributes;
            this.row = attributes;
            this.fields = fields ? new HashMap<>() : null;
            // what a rule may take out is counted apart
            this.counts = !kind.rules.isEmpty() ? new HashMap<>() : around == null ? total : around.counts;
        }
    }

    private final KnownDifferences known;
    private final LongPredicate users;
    private final Map<String, Kind> documents = new HashMap<>();
    private final Map<String, RowCount> counts = new HashMap<>();
    private final Set<List<Object>> seen = new HashSet<>();
    private Map<String, RowCount> counting = counts;

    /** @param users whether the archive has a user of that id */
    RowWalk(KnownDifferences known, LongPredicate users) {
        this.known = known;
        this.users = users;
    }

    Map<String, RowCount> counts() {
        return counts;
    }

    /** @throws DrillException if it is no XML */
    void read(String document, InputStream in) throws IOException, DrillException {
        String name = document.replaceFirst("^activities/[^/]+/", "").replaceAll("_\\d+(?=/)", "");
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(in, "UTF-8");
            walk(xml, documents.computeIfAbsent(name, n -> new Kind(n + ":", List.of())));
            xml.close();
        } catch (XMLStreamException broken) {
            throw DrillException.failed(document + " in it is no XML: " + broken.getMessage());
        }
        seen.clear();
    }

    private void walk(XMLStreamReader xml, Kind document) throws XMLStreamException {
        Deque<Frame> open = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    Frame around = open.peek();
                    if (around != null) {
                        around.children = true;
                    }
                    Kind kind = child(around == null ? document : around.kind, xml.getLocalName());
                    boolean fields = kind.rules.stream().anyMatch(rule -> !rule.ofAll()) || file(kind);
                    Frame frame = new Frame(kind, around, counting, xml.getAttributeCount() > 0, fields);
                    if (fields && xml.getAttributeCount() > 0) {
                        frame.fields.put("@" + xml.getAttributeLocalName(0), xml.getAttributeValue(0));
                    }
                    open.push(frame);
                    text.setLength(0);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE, XMLStreamConstants.CDATA -> {
                    if (text.length() < LONGEST_FIELD) {
                        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    end(open.pop(), open.peek(), text);
                    text.setLength(0);
                }
                default -> {
                    // comments and the like are no data
                }
            }
        }
    }

    private Kind child(Kind around, String name) {
        return around.children.computeIfAbsent(name, n -> {
            String path = around.name + (around.name.endsWith(":") ? " " : "/") + n;
            return new Kind(path, known.of(path));
        });
    }

    private void end(Frame frame, Frame around, StringBuilder text) {
        if (!frame.children && !frame.attributes) {
            if (around != null && !text.isEmpty() && !text.toString().isBlank()) {
                around.row = true;
                if (around.fields != null) {
                    around.fields.put(last(frame.kind.name), text.toString());
                }
            }
            return;
        }
        if (frame.kind.rules.stream().anyMatch(rule -> takesOut(rule, frame))) {
            return;
        }
        if (frame.row && !folder(frame)) {
            RowCount one = file(frame.kind) ? file(frame.fields) : new RowCount(frame.kind.name, 1, 0);
            frame.counts.merge(one.kind(), one, RowCount::plus);
        }
        Map<String, RowCount> outer = around == null ? counting : around.counts;
        if (outer != frame.counts) {
            frame.counts.forEach((kind, count) -> outer.merge(kind, count, RowCount::plus));
        }
    }

    private boolean takesOut(Rule rule, Frame frame) {
        if (rule.ofAll()) {
            return true;
        }
        if (rule.user() != null) {
            String id = frame.fields.getOrDefault(rule.user(), "");
            return id.matches("\\d{1,18}") && !users.test(Long.parseLong(id));
        }
        if (!rule.onceBy().isEmpty()) {
            return !seen.add(List.of(
                    frame.kind.name,
                    rule.onceBy().stream()
                            .map(field -> frame.fields.getOrDefault(field, ""))
                            .collect(Collectors.toList())));
        }
        return rule.where().entrySet().stream().allMatch(field -> field.getValue()
                .matcher(frame.fields.getOrDefault(field.getKey(), ""))
                .matches());
    }

    private static boolean file(Kind kind) {
        return kind.name.equals("files.xml: files/file");
    }

    /** Folders come with their files. */
    private static boolean folder(Frame frame) {
        return file(frame.kind) && ".".equals(frame.fields.get("filename"));
    }

    /** Files count by the area that they belong to, and their contents with them. */
    private static RowCount file(Map<String, String> fields) {
        String hash = fields.getOrDefault("contenthash", "");
        long contents = hash.matches("[0-9a-f]{40}") ? Long.parseUnsignedLong(hash.substring(0, 16), 16) : 0;
        return new RowCount(
                "files.xml: " + fields.getOrDefault("component", "") + "/" + fields.getOrDefault("filearea", ""),
                1,
                contents);
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        // XML's predefined entities count, too, and a large forum has more than the limit
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/totalEntitySizeLimit", "0");
        return factory;
    }
}
