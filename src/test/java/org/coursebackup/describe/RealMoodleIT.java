package org.coursebackup.describe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Runs the script in a real Moodle if the environment names one: MOODLE_DIRROOT, and MOODLE_PHP if PHP is not on the
 * PATH.
 */
class RealMoodleIT {
    @TempDir
    Path folder;

    @Test
    void the_code_of_a_real_site_describes_itself_and_core_has_nothing_that_cannot_be_read() throws Exception {
        String dirroot = System.getenv("MOODLE_DIRROOT");
        assumeTrue(
                dirroot != null && Files.isReadable(Path.of(dirroot, "config.php")),
                "No Moodle is at hand: set MOODLE_DIRROOT to the folder of an installed one.");
        String php = Objects.requireNonNullElse(System.getenv("MOODLE_PHP"), "php");

        Description description = Description.of(new MoodlePhp(php, Path.of(dirroot), Duration.ofMinutes(10)));

        assertThat(description.whole()).isTrue();
        assertThat(description.table()).anyMatch(line -> line.startsWith("mod_forum"));
        assertThat(description.table()).noneMatch(line -> line.contains("not possible"));
        assertThat(description.write(folder)).isNotNegative();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("versions.txt");
        }
    }
}
