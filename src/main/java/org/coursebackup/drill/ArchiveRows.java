package org.coursebackup.drill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.roaringbitmap.longlong.Roaring64Bitmap;

import org.coursebackup.compare.ArchiveContents;

/**
 * The rows of an archive by kind, and which contents of files it lacks.
 *
 * @param counts by {@link RowCount#kind}
 * @param files number of files whose content has to be in it
 * @param lacking number of those whose content is not, or is another
 */
record ArchiveRows(Map<String, RowCount> counts, long files, long lacking) {
    private static final String USERS = "users.xml";
    private static final String FILES = "files.xml";

    /**
     * @param scratch folder for documents of a tgz
     * @throws IOException if it is no archive
     * @throws DrillException if a document in it is no XML
     */
    static ArchiveRows of(Path archive, KnownDifferences known, Path scratch) throws IOException, DrillException {
        try (ArchiveContents contents = new ArchiveContents(archive, scratch)) {
            Roaring64Bitmap users = new Roaring64Bitmap();
            if (contents.documents().contains(USERS)) {
                try (InputStream in = contents.open(USERS)) {
                    users(in, users);
                }
            }
            RowWalk walk = new RowWalk(known, users::contains);
            for (String document : contents.documents()) {
                if (!document.equals("moodle_backup.xml") && !document.endsWith("inforef.xml")) {
                    try (InputStream in = contents.open(document)) {
                        walk.read(document, in);
                    }
                }
            }
            return contents.documents().contains(FILES)
                    ? withFiles(walk.counts(), contents)
                    : new ArchiveRows(walk.counts(), 0, 0);
        }
    }

    /** Number of rows of all kinds. */
    long rows() {
        return counts.values().stream().mapToLong(RowCount::rows).sum();
    }

    private static void users(InputStream in, Roaring64Bitmap users) throws DrillException {
        try {
            XMLStreamReader xml = factory().createXMLStreamReader(in, "UTF-8");
            for (int depth = 0; xml.hasNext(); ) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT && ++depth == 2) {
                    String id = xml.getAttributeValue(null, "id");
                    if (id != null && id.matches("\\d{1,18}")) {
                        users.addLong(Long.parseLong(id));
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
        } catch (XMLStreamException broken) {
            throw DrillException.failed(USERS + " in it is no XML: " + broken.getMessage());
        }
    }

    /** Counts files whose content is in the archive, or should be: not empty, nor somewhere else by design. */
    private static ArchiveRows withFiles(Map<String, RowCount> counts, ArchiveContents contents)
            throws IOException, DrillException {
        Set<String> there = new HashSet<>();
        contents.pool().forEach((name, sha1) -> {
            if (name.endsWith("/" + sha1)) {
                there.add(sha1);
            }
        });
        long files = 0;
        long lacking = 0;
        try (InputStream in = contents.open(FILES)) {
            XMLStreamReader xml = factory().createXMLStreamReader(in, "UTF-8");
            String element = "";
            String hash = "";
            String size = "";
            boolean elsewhere = false;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    element = xml.getLocalName();
                    elsewhere &= !element.equals("file");
                } else if (event == XMLStreamConstants.CHARACTERS && !xml.isWhiteSpace()) {
                    hash = element.equals("contenthash") ? xml.getText() : hash;
                    size = element.equals("filesize") ? xml.getText() : size;
                    elsewhere |=
                            element.equals("repositorytype") && !xml.getText().equals("$@NULL@$");
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("file")) {
                    boolean needed = !elsewhere && !size.equals("0");
                    files += needed ? 1 : 0;
                    lacking += needed && !there.contains(hash) ? 1 : 0;
                }
            }
        } catch (XMLStreamException broken) {
            throw DrillException.failed(FILES + " in it is no XML: " + broken.getMessage());
        }
        return new ArchiveRows(counts, files, lacking);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = RowWalk.factory();
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
