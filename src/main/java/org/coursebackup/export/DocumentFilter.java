package org.coursebackup.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.coursebackup.export.Choice.Fate;
import org.coursebackup.verify.XmlDocument;

/**
 * Copies a document of an archive without some of its elements, as a stream; what stays keeps its layout, on which
 * restore depends (a container without children still has its line break).
 */
final class DocumentFilter {
    /** From so many characters on a text is passed through piece by piece. */
    private static final int LONG = 64 * 1024;

    private static final int DEEPEST = 200;

    private final Choice choice;
    private final Deque<String> path = new ArrayDeque<>();
    /** Text since the last tag: of a field, or the white space before the next tag. */
    private final StringBuilder text = new StringBuilder();

    private Appendable out;
    /** While an element is looked at: what was written before it, and what to do at its end. */
    private Appendable waiting;

    private String looked;
    private Map<String, String> fields = Map.of();
    private boolean leaf;
    private boolean passed;
    private int dropped;

    private DocumentFilter(Choice choice, Appendable out) {
        this.choice = choice;
        this.out = out;
    }

    /**
     * Copies a document.
     *
     * @param to is closed
     */
    static void copy(InputStream from, OutputStream to, Choice choice) throws IOException {
        try (Writer writer = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), 16 * 1024)) {
            writer.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            new DocumentFilter(choice, writer).all(from);
        }
    }

    /** Only asks, and writes nothing. */
    static void read(InputStream from, Choice choice) throws IOException {
        new DocumentFilter(choice, new Nothing()).all(from);
    }

    /** Whether a document has such an element; what follows the first one is not read. */
    static boolean holds(InputStream from, String element) throws IOException {
        try (from) {
            XMLStreamReader xml = XmlDocument.open(from);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals(element)) {
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException damaged) {
            throw XmlDocument.failure(damaged);
        }
    }

    private void all(InputStream from) throws IOException {
        try (from) {
            XMLStreamReader xml = XmlDocument.open(from);
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start(xml);
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> characters(xml);
                    case XMLStreamConstants.END_ELEMENT -> end();
                    default -> {}
                }
            }
            xml.close();
            from.transferTo(OutputStream.nullOutputStream());
        } catch (XMLStreamException damaged) {
            throw XmlDocument.failure(damaged);
        }
    }

    private void start(XMLStreamReader xml) throws IOException {
        leaf = false;
        if (dropped > 0) {
            dropped++;
            return;
        }
        if (path.size() > DEEPEST) {
            throw new IOException("elements are nested more than " + DEEPEST + " deep");
        }
        Map<String, String> attributes = attributes(xml);
        String name = path.isEmpty() ? xml.getLocalName() : path.peek() + "/" + xml.getLocalName();
        Fate fate = choice.fate(name, attributes);
        if (fate == Fate.DROP) {
            dropped = 1;
            text.setLength(0);
            return;
        }
        if (fate == Fate.LOOK && looked == null) {
            looked = name;
            fields = new HashMap<>();
            waiting = out;
            out = new StringBuilder();
        }
        flush();
        path.push(name);
        out.append('<').append(xml.getLocalName());
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            out.append(' ').append(attribute.getKey()).append("=\"");
            escape(attribute.getValue(), true);
            out.append('"');
        }
        out.append('>');
        leaf = true;
        passed = false;
    }

    private static Map<String, String> attributes(XMLStreamReader xml) {
        if (xml.getAttributeCount() == 0) {
            return Map.of();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return attributes;
    }

    private void characters(XMLStreamReader xml) throws IOException {
        if (dropped > 0 || path.isEmpty()) {
            return;
        }
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
        if (text.length() > LONG) {
            passed = true;
            flush();
        }
    }

    private void end() throws IOException {
        if (dropped > 0) {
            dropped--;
            return;
        }
        String name = path.pop();
        if (leaf && !passed) {
            String whole = text.toString();
            if (looked != null) {
                fields.put(name.substring(name.lastIndexOf('/') + 1), whole);
            }
            String wanted = choice.text(name, whole);
            text.setLength(0);
            text.append(wanted);
        }
        flush();
        out.append("</").append(name.substring(name.lastIndexOf('/') + 1)).append('>');
        leaf = false;
        if (name.equals(looked)) {
            if (choice.keep(name, fields)) {
                waiting.append((StringBuilder) out);
            }
            out = waiting;
            looked = null;
        }
    }

    private void flush() throws IOException {
        escape(text, false);
        text.setLength(0);
    }

    private void escape(CharSequence from, boolean quotes) throws IOException {
        int done = 0;
        for (int i = 0; i < from.length(); i++) {
            String instead =
                    switch (from.charAt(i)) {
                        case '&' -> "&amp;";
                        case '<' -> "&lt;";
                        case '>' -> "&gt;";
                        case '"' -> quotes ? "&quot;" : null;
                        case '\r' -> "&#13;";
                        case '\n' -> quotes ? "&#10;" : null;
                        default -> null;
                    };
            if (instead != null) {
                out.append(from, done, i).append(instead);
                done = i + 1;
            }
        }
        out.append(from, done, from.length());
    }

    /** Where nothing is written. */
    private static final class Nothing implements Appendable {
        @Override
        public Appendable append(CharSequence text) {
            return this;
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) {
            return this;
        }

        @Override
        public Appendable append(char character) {
            return this;
        }
    }
}
