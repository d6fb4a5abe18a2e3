package org.coursebackup.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** Excluding courses from being backed up, by command. */
class ExcludeCommandTest extends OnDemoSite {
    private final String until = LocalDate.now(ZoneOffset.UTC).plusDays(30).toString();

    @Test
    void a_course_is_excluded_listed_shown_by_status_and_taken_back() throws Exception {
        assertThat(commands.saidBy("exclude", "2", "--until", until, "--because", "being rebuilt"))
                .contains("Course 2 (GARDEN): excluded until " + until + " by command line (", "): being rebuilt");
        assertThat(commands.saidBy("status"))
                .containsPattern("2 +GARDEN .*excluded until " + until + " by command line .*: being rebuilt")
                .contains("1 is excluded for now.");
        assertThat(commands.execute("run", "--all")).isEqualTo(Main.FAILED);
        assertThat(commands.saidBy("exclude")).startsWith("Course 2 (GARDEN): excluded until " + until);

        JsonNode course = new ObjectMapper()
                .readTree(commands.saidBy("status", "--json", "--course", "2"))
                .get(0);
        assertThat(course.at("/excluded/until").asText()).isEqualTo(until);
        assertThat(course.at("/excluded/reason").asText()).isEqualTo("being rebuilt");
        assertThat(course.at("/status").asInt()).isEqualTo(3);
        assertThat(course.at("/reason").asText()).startsWith("excluded until " + until);
        assertThat(new JdbcTemplate(moodle.pool())
                        .queryForObject("select laststatus from mdl_backup_courses where courseid = 2", String.class))
                .isEqualTo("3");

        assertThat(commands.saidBy("exclude", "2", "--remove")).contains("Course 2: no longer excluded");
        assertThat(commands.saidBy("exclude", "2", "--remove")).contains("Course 2 was not excluded.");
        assertThat(commands.saidBy("exclude")).doesNotContain("GARDEN");
        assertThat(commands.saidBy("status", "--course", "2")).doesNotContain("for now");
    }

    @Test
    void monitoring_is_not_told_of_an_excluded_course() throws Exception {
        assertThat(commands.execute("status", "--course", "9", "--exit-code")).isEqualTo(Main.FAILED);

        commands.saidBy("exclude", "9", "--until", until, "--because", "sandbox");

        assertThat(commands.execute("status", "--course", "9", "--exit-code")).isZero();
    }

    @Test
    void an_exclusion_needs_a_course_that_there_is_a_day_to_come_and_a_reason() {
        assertThat(commands.execute("exclude", "4711", "--until", until, "--because", "x"))
                .isEqualTo(Main.WRONG);
        assertThat(commands.execute("exclude", "3", "--until", "2020-01-01", "--because", "x"))
                .isEqualTo(Main.WRONG);
        assertThat(commands.execute("exclude", "3", "--because", "x")).isEqualTo(Main.WRONG);
        assertThat(commands.execute("exclude", "3", "--until", until)).isEqualTo(Main.WRONG);
        assertThat(commands.said())
                .contains(
                        "There is no course 4711",
                        "--until 2020-01-01 is over",
                        "an exclusion without an end would be forgotten",
                        "Say why with --because");
        assertThat(commands.saidBy("exclude")).doesNotContain("excluded until");
    }
}
