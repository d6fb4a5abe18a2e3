package org.coursebackup.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.coursebackup.retention.StoredArchive.Quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class RetentionTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final Map<Quality, String> MARKS =
            Map.of(Quality.GOOD, " ", Quality.WARNINGS, " warned ", Quality.DAMAGED, " damaged ");

    @TestFactory
    Stream<DynamicTest> decides_as_the_golden_file_says() throws IOException {
        String text = Files.readString(Path.of("src/test/resources/store/retention.txt"))
                .replaceAll("(?m)^#.*\n", "");
        return Stream.of(text.split("(?m)^== "))
                .filter(block -> !block.isBlank())
                .map(block -> {
                    List<String> lines = block.lines().toList();
                    String[] head = lines.get(0).split(" \\| ");
                    return DynamicTest.dynamicTest(head[1], () -> check(head[0], lines.subList(1, lines.size())));
                });
    }

    @Test
    void of_two_archives_begun_within_one_second_the_one_with_the_higher_number_is_newer() {
        Instant begun = Instant.parse("2026-01-15T02:30:07Z");
        List<RetentionDecision> decisions = new Retention(RetentionSettings.moodle(1, 0, 0), BERLIN)
                .decide(
                        Stream.of("course-2-0330.mbz", "course-2-0330-10.mbz", "course-2-0330-9.mbz")
                                .map(name -> new StoredArchive(name, begun, Quality.GOOD))
                                .toList(),
                        begun.plusSeconds(1));

        assertThat(decisions)
                .extracting(decision -> decision.archive().fileName(), RetentionDecision::keep)
                .containsExactly(
                        tuple("course-2-0330-10.mbz", true),
                        tuple("course-2-0330-9.mbz", false),
                        tuple("course-2-0330.mbz", false));
    }

    @Test
    void a_negative_number_is_refused() {
        assertThatThrownBy(() -> RetentionSettings.moodle(-1, 0, 0)).hasMessageContaining("negative");
    }

    private static void check(String rules, List<String> lines) {
        List<StoredArchive> archives = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(" ");
            archives.add(new StoredArchive(
                    Integer.toString(i),
                    LocalDateTime.parse(cells[0]).atZone(BERLIN).toInstant(),
                    cells[1].equals("warned")
                            ? Quality.WARNINGS
                            : cells[1].equals("damaged") ? Quality.DAMAGED : Quality.GOOD));
        }
        List<RetentionDecision> decisions = new Retention(settings(rules), BERLIN)
                .decide(
                        archives,
                        LocalDateTime.parse("2026-11-23T03:00").atZone(BERLIN).toInstant());

        assertThat(decisions).extracting(d -> d.archive().begun()).isSortedAccordingTo(Comparator.reverseOrder());
        List<String> said = decisions.stream()
                .sorted(Comparator.comparing(d -> Integer.valueOf(d.archive().fileName())))
                .map(d -> d.archive().begun().atZone(BERLIN).toLocalDateTime()
                        + MARKS.get(d.archive().quality())
                        + (d.keep() ? "keep: " : "remove: ")
                        + d.reason())
                .toList();
        assertThat(said).isEqualTo(lines);
    }

    private static RetentionSettings settings(String rules) {
        int[] n = Stream.of(rules.split("/")).mapToInt(Integer::parseInt).toArray();
        return new RetentionSettings(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
    }
}
