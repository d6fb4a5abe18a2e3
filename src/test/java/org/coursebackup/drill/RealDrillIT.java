package org.coursebackup.drill;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.settings.DrillSettings;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Restores archives with a real Moodle if the environment names a second, empty one: DRILL_DIRROOT, and MOODLE_PHP if
 * PHP is not on the PATH. Several folders may be given, separated by colons.
 */
class RealDrillIT {
    private static final Map<String, String> ELSEWHERE =
            Map.of("DRILL_SITE", "no site", "DRILL_WWWROOT", "https://no.example", "DRILL_DATAROOT", "/no/folder");

    private final DemoMoodle demo = DemoMoodle.shared(DatabaseKind.H2);
    private List<Path> moodles;

    @TempDir
    private Path folder;

    @BeforeEach
    void find_moodles() {
        String folders = Objects.requireNonNullElse(System.getenv("DRILL_DIRROOT"), "");
        moodles = Stream.of(folders.split(":"))
                .filter(root -> !root.isEmpty() && Files.isReadable(Path.of(root, "config.php")))
                .map(Path::of)
                .toList();
        assumeTrue(
                !moodles.isEmpty(),
                "No second Moodle is at hand: set DRILL_DIRROOT to the folder of an installed, empty one.");
    }

    private DrillResult drill(Path moodle, Path archive, Map<String, String> forbidden) throws Exception {
        return drill(moodle, archive, forbidden, () -> false);
    }

    private DrillResult drill(Path moodle, Path archive, Map<String, String> forbidden, BooleanSupplier giveWay)
            throws Exception {
        DrillSettings settings = new DrillSettings(
                Duration.ZERO,
                1,
                Objects.requireNonNullElse(System.getenv("MOODLE_PHP"), "php"),
                Optional.of(moodle),
                false,
                Duration.ofMinutes(10));
        return new ArchiveDrill(DrillMoodle.of(settings, forbidden, giveWay), folder).drill(archive, false);
    }

    private DrillResult drill(Path moodle, Path archive) throws Exception {
        return drill(moodle, archive, ELSEWHERE);
    }

    @Test
    void our_archives_come_back_completely_and_again_and_again_since_nothing_of_them_stays() throws Exception {
        for (Path moodle : moodles) {
            for (long course : new long[] {2, 3}) {
                Path archive = Archives.of(demo, course, folder);
                for (int time = 1; time <= 2; time++) {
                    DrillResult result = drill(moodle, archive);
                    assertThat(result.differences())
                            .as(moodle + ", course " + course)
                            .isEmpty();
                    assertThat(result.rows()).isGreaterThan(20);
                    assertThat(result.notes()).noneMatch(note -> note.contains("ended the transaction early"));
                }
            }
        }
    }

    @Test
    void contents_of_files_that_were_removed_or_changed_are_found() throws Exception {
        Path archive = Archives.of(demo, 3, folder);
        Path lacking = MadeArchive.changed(archive, folder.resolve("lacking.mbz"), "files/", text -> null);
        Path changed = MadeArchive.changed(archive, folder.resolve("changed.mbz"), "files/", text -> text + "x");
        for (Path moodle : moodles) {
            for (Path damaged : List.of(lacking, changed)) {
                assertThat(drill(moodle, damaged).differences())
                        .as(moodle + ", " + damaged)
                        .isNotEmpty()
                        .allMatch(difference -> difference.kind().startsWith("files.xml: "));
            }
        }
    }

    @Test
    void rows_that_moodle_cannot_take_are_found() throws Exception {
        Path archive = Archives.of(demo, 3, folder);
        Path truncated = MadeArchive.changed(
                archive, folder.resolve("cut.mbz"), "gradebook.xml", text -> text.substring(0, text.length() / 2));
        Path unknown = MadeArchive.changed(
                archive,
                folder.resolve("unknown.mbz"),
                "gradebook.xml",
                text -> text.replaceAll("<itemtype>course</itemtype>", "<itemtype>nothing</itemtype>"));
        for (Path moodle : moodles) {
            assertThatThrownBy(() -> drill(moodle, truncated))
                    .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                            .isTrue())
                    .hasMessageContaining("gradebook.xml");
            assertThatThrownBy(() -> drill(moodle, unknown))
                    .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                            .isTrue())
                    .hasMessageContaining("it said: ");
        }
    }

    @Test
    void the_live_site_is_refused_by_what_only_its_own_code_knows() throws Exception {
        Path archive = Archives.of(demo, 2, folder);
        for (Path moodle : moodles) {
            String config = Files.readString(moodle.resolve("config.php"));
            String wwwroot = Stream.of(config.split(";"))
                    .filter(statement -> statement.contains("$CFG->wwwroot"))
                    .map(statement -> statement.replaceAll("(?s).*=\\s*['\"]([^'\"]*)['\"].*", "$1"))
                    .collect(Collectors.joining());
            assertThatThrownBy(() -> drill(
                            moodle,
                            archive,
                            Map.of("DRILL_SITE", "x", "DRILL_WWWROOT", wwwroot, "DRILL_DATAROOT", "/no/folder")))
                    .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                            .isFalse())
                    .hasMessageContaining("it is the live site, or a copy of it: it has the same wwwroot");
            assertThatThrownBy(() -> drill(moodle, archive, Map.of()))
                    .hasMessageContaining("does not tell the live site's DRILL_SITE");
        }
    }

    @Test
    void a_drill_that_is_killed_leaves_nothing_that_the_next_would_meet() throws Exception {
        Path archive = Archives.of(demo, 3, folder);
        for (Path moodle : moodles) {
            AtomicInteger seconds = new AtomicInteger();
            assertThatThrownBy(() -> drill(moodle, archive, ELSEWHERE, () -> seconds.incrementAndGet() == 1))
                    .hasMessageContaining("given up");
            DrillResult result = drill(moodle, archive);
            assertThat(result.restored()).isTrue();
            assertThat(result.notes()).noneMatch(note -> note.contains("an earlier drill had left"));
        }
    }

    @Test
    void two_drills_of_one_moodle_do_not_meet() throws Exception {
        Path archive = Archives.of(demo, 2, folder);
        for (Path moodle : moodles) {
            Path held = folder.resolve("held");
            Process other = new ProcessBuilder(
                            "flock",
                            moodle.resolve("config.php").toString(),
                            "sh",
                            "-c",
                            "touch " + held + "; exec sleep 60")
                    .start();
            try {
                Until.holds("the other has the lock", () -> Files.exists(held));
                assertThatThrownBy(() -> drill(moodle, archive))
                        .isInstanceOfSatisfying(DrillException.class, failure -> assertThat(failure.tried())
                                .isFalse())
                        .hasMessageContaining("another drill is in progress there");
            } finally {
                other.descendants().forEach(ProcessHandle::destroyForcibly);
                other.destroyForcibly();
                Files.delete(held);
            }
        }
    }
}
