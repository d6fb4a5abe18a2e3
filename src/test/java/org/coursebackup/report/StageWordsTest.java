package org.coursebackup.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.coursebackup.flow.RouteFiles;
import org.coursebackup.language.Language;

import static org.assertj.core.api.Assertions.assertThat;

/** What people read of a course that is being worked on. */
class StageWordsTest {
    private static final Pattern ROUTE = Pattern.compile("(?m)^    id: (.+)$");

    private static Stream<String> routes(String file) {
        try {
            return ROUTE.matcher(Files.readString(Path.of("routes", file)))
                    .results()
                    .map(MatchResult::group)
                    .map(id -> id.substring(id.indexOf(':') + 2));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void every_route_that_a_course_comes_through_has_words() {
        // 55 to 57 go on beside courses
        List<String> stages = RouteFiles.PACKAGED.stream()
                .filter(file -> file.compareTo("30") > 0 && file.compareTo("80") < 0 && !file.matches("5[567].*"))
                .flatMap(StageWordsTest::routes)
                .toList();

        assertThat(stages).contains("pool", "verify", "tidy");
        assertThat(Language.ENGLISH.beginning(List.of("stage.")).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        stages.stream().map(stage -> "stage." + stage).toList());
    }
}
