package org.coursebackup.archive;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** The same site in H2, PostgreSQL and MariaDB gives the same archives. */
class EveryDatabaseIT {
    private static final Map<DatabaseKind, DemoMoodle> SITES = new EnumMap<>(DatabaseKind.class);

    @TempDir
    Path folder;

    static Stream<Arguments> courses() {
        return Stream.of(DatabaseKind.POSTGRESQL, DatabaseKind.MARIADB)
                .flatMap(kind -> Stream.of(1, 2, 3, 4, 5, 6, 7, 8, 10).map(course -> Arguments.of(kind, course)));
    }

    @ParameterizedTest
    @MethodSource("courses")
    void a_course_gives_the_same_documents_and_files(DatabaseKind kind, int course) throws Exception {
        assertThat(Archives.differences(contents(DatabaseKind.H2, course), contents(kind, course)))
                .isEmpty();
    }

    private SortedMap<String, String> contents(DatabaseKind kind, int course) throws Exception {
        DemoMoodle moodle =
                SITES.computeIfAbsent(kind, k -> DemoMoodle.fresh(k, 1, DemoMoodle.CLOCK, EverythingElse::in));
        SortedMap<String, String> contents = new TreeMap<>(Archives.contents(Archives.of(moodle, course, folder)));
        contents.replaceAll((name, text) -> name.endsWith("scorm.xml") ? likePostgres(text) : text);
        return contents;
    }

    // Moodle's own archives differ here, too: MariaDB declares these columns with four decimals, PostgreSQL cannot.
    private static String likePostgres(String text) {
        return text.replaceAll("<(minnormalizedmeasure|minimumpercent|measurethreshold)>(\\d+\\.\\d*?)0+<", "<$1>$2<");
    }
}
