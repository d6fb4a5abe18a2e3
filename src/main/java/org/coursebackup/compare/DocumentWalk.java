package org.coursebackup.compare;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads a document from beginning to end. Memory does not grow with it. */
final class DocumentWalk {
    private static final XMLInputFactory FACTORY = factory();
    private static final SortedMap<String, String> NONE = Collections.emptySortedMap();

    /** Called when an element begins and when it ends. */
    interface Listener {
        void begin(ElementPath path, SortedMap<String, String> attributes);

        /** @param text the text before the first child; trimmed if the element has children */
        void end(ElementPath path, String text);
    }

    private DocumentWalk() {}

    /** @param name of the document; what may differ in the index depends on it */
    static void read(InputStream in, String name, ElementPath top, Listener listener)
            throws UnreadableArchiveException {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(in, "UTF-8");
            walk(xml, name, top, listener);
            xml.close();
        } catch (XMLStreamException e) {
            throw new UnreadableArchiveException("the document " + name + " is not well-formed: " + e.getMessage(), e);
        }
    }

    private static void walk(XMLStreamReader xml, String name, ElementPath top, Listener listener)
            throws XMLStreamException {
        Deque<String> texts = new ArrayDeque<>();
        Deque<Boolean> sealed = new ArrayDeque<>();
        StringBuilder text = new StringBuilder();
        boolean leaf = false;
        ElementPath path = top;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (leaf) {
                        texts.push(text.toString().strip());
                    }
                    path = path.child(xml.getLocalName());
                    SortedMap<String, String> attributes = attributes(xml, name, path);
                    sealed.push("true".equals(attributes.get("encrypted")));
                    listener.begin(path, attributes);
                    text.setLength(0);
                    leaf = true;
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE, XMLStreamConstants.CDATA -> {
                    if (leaf) {
                        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    String own = leaf ? text.toString() : texts.pop();
                    listener.end(path, sealed.pop() && Rules.sealed(own) ? "(encrypted)" : own);
                    leaf = false;
                    path = path.parent();
                }
                default -> {
                    // a restore ignores comments and processing instructions
                }
            }
        }
    }

    private static SortedMap<String, String> attributes(XMLStreamReader xml, String name, ElementPath path) {
        if (xml.getAttributeCount() == 0) {
            return NONE;
        }
        SortedMap<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (!Rules.changes(name, path.text(), xml.getAttributeLocalName(i))) {
                attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
            }
        }
        return attributes;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        // XML's predefined entities count, too, and a large forum has more than the limit
        factory.setProperty("http://www.oracle.com/xml/jaxp/properties/totalEntitySizeLimit", "0");
        return factory;
    }
}
