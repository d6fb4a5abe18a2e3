package org.coursebackup.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;

/** Which component owns each pool file according to files.xml; the first one if there are several. */
final class PoolOwners implements DocumentWalk.Listener {
    private static final String INDEX = "files.xml";

    private final Map<String, String> components = new HashMap<>();
    private String hash = "";
    private String component = "";

    private PoolOwners() {}

    static PoolOwners of(ArchiveContents... archives) throws IOException {
        PoolOwners owners = new PoolOwners();
        for (ArchiveContents archive : archives) {
            if (archive.documents().contains(INDEX)) {
                try (InputStream in = archive.open(INDEX)) {
                    DocumentWalk.read(in, INDEX, ElementPath.top(Components.CORE), owners);
                }
            }
        }
        return owners;
    }

    String of(String entry) {
        return components.getOrDefault(entry.substring(entry.lastIndexOf('/') + 1), Components.CORE);
    }

    @Override
    public void begin(ElementPath path, SortedMap<String, String> attributes) {
        if (path.text().equals("files/file")) {
            hash = "";
            component = "";
        }
    }

    @Override
    public void end(ElementPath path, String text) {
        switch (path.text()) {
            case "files/file/contenthash" -> hash = text;
            case "files/file/component" -> component = text;
            case "files/file" -> components.putIfAbsent(hash, Components.ofFile(component));
            default -> {
                // nothing else tells the owner
            }
        }
    }
}
