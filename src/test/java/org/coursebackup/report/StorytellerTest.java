package org.coursebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import org.coursebackup.history.Cause;
import org.coursebackup.history.CourseName;
import org.coursebackup.history.Nights.Unbroken;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.RunTotals;
import org.coursebackup.history.SiteDay;
import org.coursebackup.history.SiteFigures.Ages;
import org.coursebackup.history.SiteFigures.Readings;
import org.coursebackup.schedule.NextStart;

import static org.assertj.core.api.Assertions.assertThat;

/** One sentence says how the site is doing, and it is good only if nothing is wrong and nothing unknown. */
class StorytellerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-11-27");

    private Ages ages = new Ages(1518, 1518, 0, 0, 0, 0, 0, NOW.minus(Duration.ofHours(9)));
    private final Map<String, Long> statuses = new TreeMap<>(Map.of("1", 1518L));
    private RunRow last = run("finished", null);
    private Instant next = NOW.plus(Duration.ofHours(15));
    private long damaged;
    private List<String> stopped = List.of();
    private List<String> trouble = List.of();
    private final List<Cause> causes = new ArrayList<>();
    private long older;
    private long unexplained;
    private Outlook outlook = new Outlook(30, 0, null);

    @Test
    void when_all_is_well_it_says_how_young_the_archives_are_and_since_when_no_run_failed() {
        Story story = story();

        assertThat(story.level()).isEqualTo("good");
        assertThat(story.sentence().toString()).isEqualTo("All 1,518 courses have an archive younger than a day.");
        assertThat(story.since()).isEqualTo(NOW.minus(Duration.ofDays(40)));
        assertThat(story.remedy().toString()).isEmpty();
    }

    @Test
    void courses_left_out_on_purpose_are_counted_and_are_no_fault() {
        ages = new Ages(1518, 1500, 10, 0, 0, 0, 8, NOW.minus(Duration.ofDays(3)));

        assertThat(story().level()).isEqualTo("good");
        assertThat(story().sentence().toString())
                .isEqualTo("All 1,510 courses have an archive younger than a week. 8 courses are left out on purpose.");
    }

    @Test
    void courses_that_fail_for_one_reason_are_one_sentence_with_its_remedy() {
        statuses.put("0", 8L);
        causes.add(cause(true, 8, "Course … has no row in the table context. Open the course once in Moodle."));

        assertThat(story().level()).isEqualTo("bad");
        assertThat(story().sentence().toString())
                .isEqualTo("8 courses fail for one reason: Course … has no row in the table context.");
        assertThat(story().remedy().toString()).isEqualTo("Open the course once in Moodle.");
        assertThat(story().link()).isEqualTo("/causes");
    }

    @Test
    void of_several_reasons_the_one_with_most_courses_is_named() {
        statuses.put("0", 9L);
        causes.add(cause(true, 8, "The disk is full. Make room."));
        causes.add(cause(true, 1, "Something else."));

        assertThat(story().sentence().toString())
                .isEqualTo("9 courses fail, 8 of them because of this: The disk is full.");
        assertThat(story().remedy().toString()).isEqualTo("Make room.");
    }

    @Test
    void what_prevents_every_run_comes_before_what_single_courses_have() {
        statuses.put("0", 8L);
        trouble = List.of("backup.directory: is missing. Mount it.");

        assertThat(story().level()).isEqualTo("bad");
        assertThat(story().sentence().toString()).startsWith("No run can work at present: backup.directory");
    }

    @Test
    void a_missed_night_a_failed_run_and_a_stopped_route_are_never_good() {
        last = run("missed", "The machine was off.");
        assertThat(story().sentence().toString()).isEqualTo("The last run did not take place: The machine was off.");
        assertThat(story().level()).isEqualTo("bad");

        last = run("failed", "The database went away.");
        assertThat(story().sentence().toString()).isEqualTo("The last run failed: The database went away.");
        assertThat(story().level()).isEqualTo("bad");

        last = run("finished", null);
        stopped = List.of("archive");
        assertThat(story().level()).isEqualTo("bad");
    }

    @Test
    void where_nothing_is_known_nothing_is_claimed() {
        ages = new Ages(0, 0, 0, 0, 0, 0, 0, Instant.EPOCH);
        assertThat(story().level()).isEqualTo("unknown");

        ages = new Ages(10, 0, 0, 0, 0, 10, 0, Instant.EPOCH);
        last = null;
        assertThat(story().level()).isEqualTo("unknown");
        assertThat(story().sentence().toString()).contains("nothing is known of 10 courses");
    }

    @Test
    void statuses_without_a_known_reason_are_not_good() {
        statuses.put("0", 2L);
        unexplained = 2;

        assertThat(story().level()).isEqualTo("bad");
        assertThat(story().sentence().toString()).isEqualTo("2 courses failed, for reasons that are not known here.");
    }

    @Test
    void missing_old_and_damaged_archives_are_told() {
        ages = new Ages(1518, 1516, 0, 0, 0, 2, 0, NOW.minus(Duration.ofHours(9)));
        assertThat(story().sentence().toString()).isEqualTo("2 courses have no archive.");
        assertThat(story().level()).isEqualTo("warning");

        damaged = 1;
        assertThat(story().sentence().toString()).isEqualTo("1 archive was found damaged, and there is no good copy.");
        assertThat(story().level()).isEqualTo("bad");

        damaged = 0;
        ages = new Ages(1518, 1515, 0, 3, 0, 0, 0, NOW.minus(Duration.ofDays(20)));
        older = 3;
        assertThat(story().sentence().toString())
                .isEqualTo("The newest good archive of 3 courses is older than 7 days.");
    }

    @Test
    void archives_that_lack_something_are_a_warning() {
        statuses.put("4", 1L);
        causes.add(cause(false, 1, "The pool file … is missing. Restore it."));

        assertThat(story().level()).isEqualTo("warning");
        assertThat(story().sentence().toString())
                .isEqualTo("The archive of 1 course lacks something: The pool file … is missing.");
    }

    @Test
    void a_disk_that_fills_soon_and_a_schedule_that_has_ended_are_warnings() {
        outlook = new Outlook(30, -9_000_000_000L, TODAY.plusDays(9));
        assertThat(story().level()).isEqualTo("warning");
        assertThat(story().sentence().toString()).contains("full within two weeks");

        outlook = new Outlook(30, -1_000_000L, TODAY.plusDays(400));
        next = NextStart.NEVER;
        assertThat(story().sentence().toString()).isEqualTo("No further run is planned.");
    }

    @Test
    void the_day_on_which_the_disk_is_full_is_told_from_at_least_a_week_of_the_same_disk() {
        List<SiteDay> days = new ArrayList<>();
        for (int n = 20; n >= 0; n--) {
            days.add(day(n, 1_000 + n * 100L, 10_000));
        }
        assertThat(Outlook.of(days).perDay()).isEqualTo(-100);
        assertThat(Outlook.of(days).full()).isEqualTo(TODAY.plusDays(10));
        assertThat(Outlook.of(days.subList(0, 6)).known()).isFalse();

        List<SiteDay> larger = new ArrayList<>(days.subList(0, 18));
        for (int n = 2; n >= 0; n--) {
            larger.add(day(n, 50_000, 100_000));
        }
        assertThat(Outlook.of(larger).known())
                .as("three days with the new disk")
                .isFalse();

        List<SiteDay> growing = new ArrayList<>();
        for (int n = 20; n >= 0; n--) {
            growing.add(day(n, 5_000 - n * 100L, 10_000));
        }
        assertThat(Outlook.of(growing).full()).isNull();
    }

    @Test
    void a_run_is_compared_with_what_is_usual_once_there_are_enough() {
        assertThat(Trend.of(List.of(5L, 5L, 5L, 5L, 90L)).last()).isEqualTo("unknown");
        assertThat(Trend.of(List.of(5L, 6L, 5L, 7L, 5L, 90L)).last()).isEqualTo("above");
        assertThat(Trend.of(List.of(5L, 6L, 5L, 7L, 5L, 6L)).last()).isEqualTo("usual");
        assertThat(Trend.of(List.of(5L, 6L, 5L, 7L, 5L, 1L)).last()).isEqualTo("below");
    }

    private Story story() {
        SiteView site = new SiteView(
                NOW,
                "https://campus.example.org",
                ages,
                statuses,
                null,
                last,
                new SiteView.Space(1_000, 2_000),
                next,
                new Readings(damaged, NOW),
                stopped,
                trouble,
                0,
                List.of());
        return new Storyteller(
                        site,
                        causes,
                        older,
                        7,
                        unexplained,
                        Optional.of(new Unbroken(40, NOW.minus(Duration.ofDays(40)))),
                        outlook)
                .tell(TODAY);
    }

    private static Cause cause(boolean failed, long courses, String message) {
        return new Cause("1a", message, failed, courses, courses, new CourseName(2, "A", "B"), NOW, NOW);
    }

    private static RunRow run(String state, String reason) {
        return new RunRow(7, "schedule", "process 1 on a", state, reason, NOW, NOW, 10, RunTotals.NONE);
    }

    private static SiteDay day(int ago, long free, long total) {
        return new SiteDay(TODAY.minusDays(ago), new Ages(1, 1, 0, 0, 0, 0, 0, NOW), free, total);
    }
}
