package org.coursebackup.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.manifest.ManifestFile;

import static org.assertj.core.api.Assertions.assertThat;

class DemoCommandIT {
    private final Properties before = (Properties) System.getProperties().clone();
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setProperties(before);
    }

    @Test
    void the_demo_shows_every_status_and_where_the_archives_lie() throws IOException {
        assertThat(Main.execute("demo", folder.resolve("demo").toString())).isZero();
        String shown = printed.toString(StandardCharsets.UTF_8);
        assertThat(shown)
                .containsPattern("GARDEN +1 OK")
                .containsPattern("MAPS +4 warning")
                .containsPattern("HARBOUR +3 skipped")
                .containsPattern("LOST +0 error")
                .contains("The archives are in " + folder.resolve("demo/backups"));
        assertThat(archives())
                .hasSize(7)
                .allMatch(name -> name.startsWith("backup-moodle2-course-") && name.endsWith(".mbz"));
    }

    @Test
    void a_second_demo_finds_nothing_due_and_keeps_what_is_there() throws IOException {
        Main.execute("demo", folder.resolve("demo").toString());
        List<String> first = archives();
        assertThat(Main.execute("demo", folder.resolve("demo").toString())).isZero();
        assertThat(archives()).isEqualTo(first);
    }

    private List<String> archives() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("demo/backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith(".") && !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
