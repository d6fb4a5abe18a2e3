package org.coursebackup.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;

/** Builds the elements of a document that the other one lacks; memory grows only with what differs. */
final class DocumentTree implements DocumentWalk.Listener {
    private final String document;
    private final DocumentPrint other;
    private final Hash.Maker maker = new Hash.Maker();
    private final Deque<Node> open = new ArrayDeque<>();
    private final Deque<ElementHash> hashes = new ArrayDeque<>();
    private Node root;

    private DocumentTree(String document, DocumentPrint other) {
        this.document = document;
        this.other = other;
    }

    /** The document's root element. */
    static Node of(InputStream in, String name, ElementPath top, DocumentPrint other) throws IOException {
        DocumentTree tree = new DocumentTree(name, other);
        try (in) {
            DocumentWalk.read(in, name, top, tree);
        }
        return tree.root;
    }

    @Override
    public void begin(ElementPath path, SortedMap<String, String> attributes) {
        open.push(new Node(path, attributes));
        hashes.push(new ElementHash(attributes));
    }

    @Override
    public void end(ElementPath path, String text) {
        Node node = open.pop();
        ElementHash hash = hashes.pop();
        Hash own = hash.own(path, text, maker);
        Hash equal = hash.equal(own, maker);
        boolean changes =
                Rules.changes(document, path.text()) || Rules.changesByName(document, path.text(), node.child("name"));
        if (changes) {
            equal = Hash.NOTHING;
        }
        node.close(equal, text, changes, node.children().isEmpty() || !changes && !other.has(equal));
        if (open.isEmpty()) {
            root = node;
        } else {
            open.peek().add(node);
            hashes.peek().child(path, equal, equal);
        }
    }
}
