package org.coursebackup.archive.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.IntStream;

import javax.xml.stream.XMLStreamException;

import com.ctc.wstx.api.WstxOutputProperties;
import com.ctc.wstx.stax.WstxOutputFactory;
import org.codehaus.stax2.XMLOutputFactory2;
import org.codehaus.stax2.XMLStreamWriter2;

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

    private static final XMLOutputFactory2 FACTORY = factory();

    /** Learns what in the document says nothing about the course; everything written before has reached the stream. */
    @FunctionalInterface
    public interface Listener {
        /** @param field the field that follows and is incidental; null once it has ended */
        void incidental(String field);
    }

    private final OutputStream out;
    private final XMLStreamWriter2 xml;
    private final Listener listener;
    private int depth;
    private boolean begun;

    /**
     * @param out is closed together with the document
     * @param listener null for none
     */
    public MoodleXml(OutputStream out, Listener listener) throws IOException {
        this.listener = listener;
        this.out = out;
        try {
            xml = (XMLStreamWriter2) FACTORY.createXMLStreamWriter(out, "UTF-8");
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
            escaped(value == null ? NULL : CleanText.of(value));
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
            escaped(CleanText.of(piece));
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
            } catch (XMLStreamException e) {
                throw new IOException(e);
            }
            listener.incidental(field);
        }
    }

    private void newLine() throws XMLStreamException {
        begun = true;
        xml.writeRaw(depth < NEW_LINES.length ? NEW_LINES[depth] : "\n" + "  ".repeat(depth));
    }

    /** Moodle escapes the closing bracket wherever it stands, the library only where XML demands it. */
    private void escaped(String text) throws XMLStreamException {
        if (text.indexOf('>') < 0) {
            xml.writeCharacters(text);
        } else {
            xml.writeRaw(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        }
    }

    private static XMLOutputFactory2 factory() {
        XMLOutputFactory2 factory = new WstxOutputFactory();
        factory.setProperty(XMLOutputFactory2.P_AUTOMATIC_EMPTY_ELEMENTS, false);
        factory.setProperty(WstxOutputProperties.P_USE_DOUBLE_QUOTES_IN_XML_DECL, true);
        return factory;
    }

    /** Ends the document and closes the stream. */
    @Override
    public void close() throws IOException {
        try (out) {
            // a document whose row is gone has no root, which the library refuses; reading back tells it in words
            if (begun) {
                xml.close();
            } else {
                xml.flush();
            }
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }
}
