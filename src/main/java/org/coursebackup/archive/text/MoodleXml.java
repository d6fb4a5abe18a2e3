package org.coursebackup.archive.text;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a document in the layout that Moodle's restore needs: two spaces per level, every container closed on a line
 * of its own (some of Moodle's readers take an empty container on one line for text), fields on one line.
 */
public final class MoodleXml implements Closeable {
    /** The marker for NULL in a field. */
    public static final String NULL = "$@NULL@$";

    /** Line breaks with the indentation of the levels that documents usually have. */
    private static final String[] NEW_LINES =
            IntStream.range(0, 24).mapToObj(level -> "\n" + "  ".repeat(level)).toArray(String[]::new);

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    /** Learns what in the document says nothing about the course; everything written before has reached the stream. */
    @FunctionalInterface
    public interface Listener {
        /** @param field the field that follows and is incidental; null once it has ended */
        void incidental(String field);
    }

    private final BufferedWriter writer;
    private final XMLStreamWriter xml;
    private final Listener listener;
    private int depth;

    /**
     * @param out is closed together with the document
     * @param listener null for none
     */
    public MoodleXml(OutputStream out, Listener listener) throws IOException {
        this.listener = listener;
        writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 16 * 1024);
        try {
            xml = FACTORY.createXMLStreamWriter(writer);
            xml.writeStartDocument("UTF-8", "1.0");
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Opens an element; {@code attributes} alternates names and values. Null values are written empty. */
    public MoodleXml open(String name, String... attributes) throws IOException {
        try {
            newLine();
            xml.writeStartElement(name);
            for (int i = 0; i < attributes.length; i += 2) {
                xml.writeAttribute(attributes[i], attributes[i + 1] == null ? "" : CleanText.of(attributes[i + 1]));
            }
            depth++;
            return this;
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Closes the innermost element. */
    public MoodleXml close(String name) throws IOException {
        try {
            depth--;
            newLine();
            xml.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** A field; null becomes the marker for NULL. */
    public MoodleXml field(String name, String value) throws IOException {
        return field(name, value, null);
    }

    /**
     * A field with the attribute {@code flag="true"}, {@code flag} being the attribute's name, or without if that is
     * null.
     */
    public MoodleXml field(String name, String value, String flag) throws IOException {
        try {
            newLine();
            xml.writeStartElement(name);
            if (flag != null) {
                xml.writeAttribute(flag, "true");
            }
            xml.writeCharacters(value == null ? NULL : CleanText.of(value));
            xml.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Begins a field whose text comes in pieces; it is followed by {@link #text} and {@link #endField}. */
    public void beginField(String name) throws IOException {
        try {
            newLine();
            xml.writeStartElement(name);
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** A piece of a field's text; it ends neither within a pair of surrogates nor between CR and LF. */
    public void text(String piece) throws IOException {
        try {
            xml.writeCharacters(CleanText.of(piece));
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Ends a field that was {@linkplain #beginField begun}. */
    public void endField() throws IOException {
        try {
            xml.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Announces a field whose value says nothing about the course; null announces its end. */
    public void incidental(String field) throws IOException {
        if (listener != null) {
            try {
                xml.flush();
                writer.flush();
            } catch (XMLStreamException e) {
                throw new IOException(e);
            }
            listener.incidental(field);
        }
    }

    private void newLine() throws XMLStreamException {
        xml.writeCharacters(depth < NEW_LINES.length ? NEW_LINES[depth] : "\n" + "  ".repeat(depth));
    }

    /** Ends the document and closes the stream. */
    @Override
    public void close() throws IOException {
        try (writer) {
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }
}
