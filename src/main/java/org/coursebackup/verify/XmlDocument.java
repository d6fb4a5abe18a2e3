package org.coursebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import com.ctc.wstx.stax.WstxInputFactory;
import org.codehaus.stax2.XMLInputFactory2;

/**
 * Reads one document of an archive to its end, as a stream. As strict as Moodle's reader: control characters and
 * invalid UTF-8 are errors. No DTD, no entities but XML's predefined ones, bounded depth; memory doesn't grow with the
 * document.
 */
public final class XmlDocument {
    private static final int DEEPEST = 200;
    private static final int LONGEST_LEAF = 4_096;
    private static final XMLInputFactory FACTORY = hardened();

    /** Receives elements, and the texts of those without children; long texts are truncated. */
    interface Listener {
        /** @param id the attribute of that name, or null */
        default void start(int depth, String name, String id) {}

        default void leaf(int depth, String name, String text) {}

        default void end(int depth, String name) {}
    }

    private XmlDocument() {}

    /** @throws IOException if it isn't well-formed; the message names the line */
    static void read(InputStream in, Listener listener) throws IOException {
        try {
            XMLStreamReader xml = open(in);
            walk(xml, listener);
            xml.close();
        } catch (XMLStreamException e) {
            throw failure(e);
        }
    }

    /** A reader of one document that is as strict, for whoever wants more of it than elements and short texts. */
    public static XMLStreamReader open(InputStream in) throws XMLStreamException {
        return FACTORY.createXMLStreamReader(utf8(new MarkupGuard(in)));
    }

    /** What a reader stumbled over, in words. */
    public static IOException failure(XMLStreamException failure) {
        if (failure.getNestedException() instanceof IOException io) {
            return io;
        }
        return new IOException(
                "line "
                        + (failure.getLocation() == null
                                ? "?"
                                : failure.getLocation().getLineNumber()) + ": "
                        + firstLine(failure.getMessage()),
                failure);
    }

    private static void walk(XMLStreamReader xml, Listener listener) throws XMLStreamException, IOException {
        StringBuilder text = new StringBuilder();
        boolean leaf = false;
        int depth = -1;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > DEEPEST) {
                        throw new IOException("elements are nested more than " + DEEPEST + " deep");
                    }
                    listener.start(depth, xml.getLocalName(), xml.getAttributeValue(null, "id"));
                    text.setLength(0);
                    leaf = true;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> {
                    if (leaf && text.length() < LONGEST_LEAF) {
                        text.append(
                                xml.getTextCharacters(),
                                xml.getTextStart(),
                                Math.min(xml.getTextLength(), LONGEST_LEAF - text.length()));
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (leaf) {
                        listener.leaf(depth, xml.getLocalName(), text.toString());
                    }
                    leaf = false;
                    listener.end(depth--, xml.getLocalName());
                }
                default -> {}
            }
        }
    }

    /** Decoded here, since the parser prints to the console when it meets malformed bytes. */
    private static Reader utf8(InputStream in) {
        return new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static String firstLine(String message) {
        return message == null || message.isEmpty()
                ? "not well-formed"
                : message.lines().findFirst().orElseThrow();
    }

    private static XMLInputFactory hardened() {
        XMLInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // else text that nobody asks for might be passed over
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        return factory;
    }
}
