package org.coursebackup.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The unit for systemd, where its tool is at hand. */
class UnitFileTest {
    private static final Path UNIT = Path.of("packaging/moodle-course-backup@.service");

    @TempDir
    Path folder;

    @Test
    void the_unit_exposes_little() throws Exception {
        Path unit = Files.copy(UNIT, folder.resolve("moodle-course-backup@live.service"));
        Process tool;
        try {
            tool = new ProcessBuilder(
                            "systemd-analyze", "security", "--offline=yes", "--no-pager", "./" + unit.getFileName())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notInstalled) {
            assumeThat(notInstalled).isNull();
            return;
        }
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher level =
                Pattern.compile("Overall exposure level for \\S+: (\\d+\\.\\d)").matcher(output);
        assumeThat(level.find()).as(output).isTrue();

        assertThat(Double.parseDouble(level.group(1))).isLessThan(2.0);
    }
}
