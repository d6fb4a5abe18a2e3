package org.coursebackup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares archives of the demo site, document by document, with those under {@code src/test/resources/golden}, which
 * were found equal to the archives that a real Moodle 4.5 makes of the same rows. After an intended change
 * {@code -Dgolden.update=true} rewrites them: read the diff before committing it.
 */
class GoldenArchiveTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final DemoMoodle MOODLE = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "1, campus",
        "2, garden",
        "3, bakery",
        "4, stars",
        "5, words",
        "6, harbour",
        "7, clocks",
        "8, maps",
        "10, everything"
    })
    void an_archive_holds_what_the_golden_one_holds(long course, String name) throws Exception {
        SortedMap<String, String> actual = Archives.contents(Archives.of(MOODLE, course, folder));
        Path golden = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, together(actual));
        }
        assertThat(Archives.differences(golden(golden), actual)).isEmpty();
    }

    private static SortedMap<String, String> golden(Path file) throws IOException {
        SortedMap<String, String> contents = new TreeMap<>();
        String[] parts = Files.exists(file) ? Files.readString(file).split("(?m)^=== ") : new String[0];
        for (int i = 1; i < parts.length; i++) {
            contents.put(parts[i].substring(0, parts[i].indexOf('\n')), parts[i].substring(parts[i].indexOf('\n') + 1));
        }
        return contents;
    }

    private static String together(Map<String, String> contents) {
        StringBuilder all = new StringBuilder();
        contents.forEach((name, text) ->
                all.append("=== ").append(name).append('\n').append(text).append(text.endsWith("\n") ? "" : "\n"));
        return all.toString();
    }
}
