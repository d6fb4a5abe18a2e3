package org.coursebackup.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.coursebackup.archive.DefinitionFiles;
import org.coursebackup.moodle.SiteVersions;

/** The versions of Moodle and its components for which definitions were made: one line each in a file next to them. */
final class Fingerprint {
    /** Name of the file in the folder of generated definitions. */
    static final String FILE = DefinitionFiles.VERSIONS;

    private Fingerprint() {}

    static String text(Map<String, String> versions) {
        StringBuilder text = new StringBuilder();
        versions.forEach(
                (name, version) -> text.append(name).append(' ').append(version).append('\n'));
        return text.toString();
    }

    /**
     * What has changed on the site since its definitions were generated, in words; empty if nothing has, or if none
     * were ever generated.
     *
     * @param folder folder of the generated definitions
     * @param site the site's current versions, Moodle's own under the name {@code moodle}
     */
    static List<String> changes(Path folder, Map<String, String> site) throws IOException {
        Path file = folder.resolve(FILE);
        List<String> changes = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return changes;
        }
        Map<String, String> described = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                described.put(line.substring(0, blank), line.substring(blank + 1));
            }
        }
        site.forEach((name, version) -> {
            String before = described.get(name);
            if (before == null) {
                changes.add(name + " " + version + " is new");
            } else if (!before.isEmpty() && !SiteVersions.same(before, version)) {
                changes.add(name + " was " + before + " and is " + version);
            }
        });
        described.forEach((name, version) -> {
            if (!version.isEmpty() && !site.containsKey(name)) {
                changes.add(name + " " + version + " is gone");
            }
        });
        return changes;
    }
}
