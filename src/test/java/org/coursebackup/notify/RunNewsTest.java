package org.coursebackup.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.status.CourseStatus;
import org.coursebackup.status.CourseStatus.Newest;
import org.coursebackup.testsupport.CourseRecords;

import static org.assertj.core.api.Assertions.assertThat;

class RunNewsTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant BEGUN = Instant.parse("2026-01-15T02:30:00Z");

    private final JdbcDataSource database = new JdbcDataSource();
    private History history;
    private long run;

    @BeforeEach
    void begin() {
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        history = new History(database);
        run = history.begin("schedule", "a process", BEGUN);
    }

    @Test
    void a_good_night_is_no_trouble_and_the_subject_says_so() {
        record(2, Result.OK, null);

        RunNews news = ended("finished", List.of(course(2, 1, DAY)));

        assertThat(news.trouble()).isFalse();
        assertThat(text(news).subject())
                .isEqualTo("[OK] Course backup of moodle.example.org: 1 OK, 0 with warnings, 0 unchanged,"
                        + " 0 skipped, 0 failed");
    }

    @Test
    void names_what_failed_and_why_in_words_and_as_json() throws Exception {
        record(2, Result.FAILED, "no context");
        record(3, Result.WARNING, "a file is missing");

        RunNews news = ended("finished", List.of());

        assertThat(news.trouble()).isTrue();
        assertThat(text(news).subject()).startsWith("[1 FAILED] ");
        assertThat(text(news).text())
                .contains("2026-01-15 02:30 to 2026-01-15 02:40")
                .contains("Failed (1):\n  2  C2  no context\n")
                .contains("(1):\n  3  C3  a file is missing\n");
        JsonNode json = new ObjectMapper().readTree(NewsJson.of(news, "subject"));
        assertThat(json.at("/run/started").asLong()).isEqualTo(1_768_444_200);
        assertThat(json.at("/run/ended").asLong()).isEqualTo(1_768_444_800);
        assertThat(json.at("/failed/0/reason").asText()).isEqualTo("no context");
        assertThat(json.at("/warned/0/shortname").asText()).isEqualTo("C3");
    }

    @Test
    void lists_are_cut_but_counts_are_those_of_all() {
        LongStream.rangeClosed(1, 620).forEach(id -> record(id, Result.FAILED, "no context"));

        RunNews news = ended("finished", List.of());

        assertThat(news.failed()).hasSize(RunNews.MOST);
        assertThat(text(news).subject()).startsWith("[620 FAILED] ");
        assertThat(text(news).text()).contains("... and 570 more");
    }

    @Test
    void at_risk_is_what_is_too_old_unless_a_rule_skips_it() {
        List<CourseStatus> courses = List.of(
                course(2, 1, null),
                course(3, 1, DAY.multipliedBy(8)),
                course(4, 3, DAY.multipliedBy(8)),
                course(5, 1, DAY.multipliedBy(7)));

        RunNews news = ended("finished", courses);

        assertThat(news.atRisk()).extracting(CourseStatus::id).containsExactly(2L, 3L);
        assertThat(text(news).subject()).startsWith("[2 AT RISK] ").endsWith("; 2 at risk");
        assertThat(text(news).text()).contains("2  C2  never had one").contains("3  C3  last one 8 days ago");
    }

    @Test
    void a_run_that_did_not_finish_is_trouble_whatever_its_courses_did() {
        record(2, Result.OK, null);

        RunNews news = ended("interrupted", List.of());

        assertThat(news.trouble()).isTrue();
        assertThat(text(news).subject()).startsWith("[INTERRUPTED] ");
    }

    @Test
    void foreign_text_stays_on_its_line() {
        record(2, Result.FAILED, "first\r\nBcc: somebody\u202e");

        assertThat(text(ended("finished", List.of())).text()).contains("2  C2  first Bcc: somebody\n");
    }

    @Test
    void what_there_is_to_know_of_the_site_is_trouble_and_stands_in_the_mail_and_the_webhook() throws Exception {
        record(2, Result.OK, null);
        String notice = "The definitions are older than the site (mod_diary was 7 and is 8).";

        RunNews news = ended("finished", List.of(course(2, 1, DAY)), notice);

        assertThat(news.trouble()).isTrue();
        assertThat(text(news).subject()).startsWith("[NOTICE] ");
        assertThat(text(news).text()).contains("\nNotice: " + notice + "\n");
        assertThat(new ObjectMapper()
                        .readTree(NewsJson.of(news, "subject"))
                        .at("/notices/0")
                        .asText())
                .isEqualTo(notice);
    }

    private RunNews ended(String state, List<CourseStatus> courses, String... notices) {
        history.end(run, state, null, 1, BEGUN.plusSeconds(600));
        HistoryReader reader = new HistoryReader(database);
        return RunNews.of(
                "https://moodle.example.org", 7, reader.run(run).orElseThrow(), reader, courses, List.of(notices));
    }

    private static NewsText text(RunNews news) {
        return new NewsText(news, ZoneOffset.UTC);
    }

    private static CourseStatus course(long id, int status, Duration age) {
        return new CourseStatus(
                id,
                "C" + id,
                status,
                CourseStatus.meaning(status),
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                age == null ? Newest.NONE : new Newest(BEGUN.minus(age), age, 1_000),
                null);
    }

    private void record(long course, Result result, String reason) {
        CourseRecords.record(history, run, course, result, reason, BEGUN.plusSeconds(20));
    }
}
