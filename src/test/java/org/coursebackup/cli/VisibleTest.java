package org.coursebackup.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.course.CourseWork;
import org.coursebackup.history.Result;
import org.coursebackup.history.RunTotals;
import org.coursebackup.run.RunSummary;

import static org.assertj.core.api.Assertions.assertThat;

/** What commands print on a terminal. */
class VisibleTest {
    private static final String NAME = "BIO\r\n4000 courses: 4000 OK\u001b[2J\u009b31m\u202e\u2028x";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void control_characters_and_changes_of_direction_are_shown_as_question_marks() {
        assertThat(Visible.of(NAME)).isEqualTo("BIO??4000 courses: 4000 OK?[2J?31m??x");
        assertThat(Visible.lines("one\n\ttwo\u001b[m")).isEqualTo("one\n\ttwo?[m");
    }

    @Test
    void names_fill_their_column_or_are_cut_also_where_characters_take_two() {
        assertThat(Visible.column("GARDEN", 8)).isEqualTo("GARDEN  ");
        assertThat(Visible.column("GARDENING", 8)).isEqualTo("GARDENI…");
        assertThat(Visible.column("園芸", 8)).isEqualTo("園芸    ");
        assertThat(Visible.column("園芸と庭", 8)).isEqualTo("園芸と庭");
        assertThat(Visible.column("園芸と庭師", 8)).isEqualTo("園芸と… ");
    }

    @Test
    void the_progress_of_a_run_shows_names_and_reasons_so() {
        ProgressLine line = new ProgressLine(terminal, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        CourseWork work = new CourseWork(1, Map.of("courseid", 7L, "shortname", NAME, "fullname", NAME), Instant.EPOCH);
        work.finish(Result.FAILED, "no " + NAME, Instant.EPOCH, Instant.EPOCH.plus(Duration.ofHours(1)));

        line.begun(null, null);
        line.settled(work, new RunSummary(1, 1, true, 1, new RunTotals(0, 0, 0, 0, 1, 0), false));

        assertThat(text().lines().toList().get(1)).contains("Course 7 (BIO??4000 courses");
        assertThat(text().replace("\r\u001b[K", "")).doesNotContain("\u001b", "\u009b", "\u202e");
    }

    @Test
    void differences_between_archives_are_shown_so() {
        CompareCommand.print(List.of(new ComponentVerdict("core", List.of("fullname is " + NAME), 1)), 10, terminal);

        assertThat(text()).contains("fullname is BIO??4000").doesNotContain("\u001b", "\u009b", "\u202e");
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
