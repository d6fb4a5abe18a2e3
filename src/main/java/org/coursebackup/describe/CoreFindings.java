package org.coursebackup.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.coursebackup.moodle.SiteVersions;

/**
 * What a complete 'describe' found about Moodle's own components: a line with Moodle's version, then one for each
 * component that writes something not in the program's own definitions.
 *
 * @param version {@code $CFG->version} of the code that was asked
 * @param differing frankenstyle names; {@code core} stands for Moodle's own documents
 */
public record CoreFindings(String version, Set<String> differing) {
    /** Name of the file in the folder of generated definitions. */
    static final String FILE = "core.txt";

    String text() {
        return version + "\n"
                + String.join("", differing.stream().map(name -> name + "\n").toList());
    }

    /**
     * Empty if 'describe' never completed on the site.
     *
     * @param folder folder of the generated definitions
     */
    public static Optional<CoreFindings> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new CoreFindings(lines.get(0), new TreeSet<>(lines.subList(1, lines.size()))));
    }

    /** Whether this was found in exactly the version that the site has. */
    public boolean of(String siteVersion) {
        return SiteVersions.same(version, siteVersion);
    }
}
