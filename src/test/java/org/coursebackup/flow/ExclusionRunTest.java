package org.coursebackup.flow;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Exclusions;
import org.coursebackup.history.History;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.Result;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs over courses that somebody excluded until a day. */
class ExclusionRunTest {
    private static final long COURSE = 2;
    private TestSite site;
    private SettableClock clock;

    @BeforeEach
    void begin() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        clock = (SettableClock) site.clock;
        site.properties.setProperty("schedule.timezone", "UTC");
        site.properties.setProperty("keep.last", "1");
        site.archiveQuickly();
    }

    @AfterEach
    void end() {
        site.close();
    }

    @Test
    void an_excluded_course_is_skipped_in_words_until_the_day_is_over_and_keeps_its_archive() throws Exception {
        site.start();
        night();
        ArchiveRow before = site.reader().archives(COURSE).get(0);
        exclude(today().plusDays(1));
        for (int nights = 1; nights <= 2; nights++) {
            clock.advance(Duration.ofDays(nights == 1 ? 0 : 1));
            night();
            Outcome last = site.reader().ofCourse(COURSE, 1, 0).get(0);
            assertThat(last.result()).isEqualTo(Result.SKIPPED);
            assertThat(last.ending().reason())
                    .isEqualTo("excluded until "
                            + before.made().atZone(ZoneOffset.UTC).toLocalDate().plusDays(1)
                            + " by a test: being rebuilt");
            assertThat(status()).isEqualTo("3");
            assertThat(site.reader().archives(COURSE)).containsExactly(before);
            assertThat(site.folder.resolve("backups").resolve(before.fileName()))
                    .exists();
        }
        assertThat(site.reader().ofCourse(3, 1, 0).get(0).result()).isEqualTo(Result.OK);

        clock.advance(Duration.ofDays(1));
        night();

        assertThat(site.reader().ofCourse(COURSE, 1, 0).get(0).result()).isEqualTo(Result.OK);
        assertThat(status()).isEqualTo("1");
    }

    @Test
    void who_takes_the_step_out_of_the_skip_route_has_no_exclusions() throws Exception {
        site.editRoute("40-skip.camel.yaml", """
                        - filter:
                            method: {ref: exclusions, method: excluded}
                            steps:
                              - to: direct:skipped
                              - stop: {}
                """, "");
        site.start();
        exclude(today().plusDays(1));

        night();

        assertThat(site.reader().ofCourse(COURSE, 1, 0).get(0).result()).isEqualTo(Result.OK);
    }

    @Test
    void a_run_that_sets_the_skip_rules_aside_sets_exclusions_aside() throws Exception {
        site.start();
        exclude(today().plusDays(1));

        site.run(new RunRequest(false, true, false, Set.of(COURSE), "test"));

        assertThat(site.reader().ofCourse(COURSE, 1, 0).get(0).result()).isEqualTo(Result.OK);
    }

    @Test
    void an_exclusion_also_holds_for_a_course_whose_newest_archive_is_damaged() throws Exception {
        site.start();
        night();
        new History(site.pools.history())
                .archives()
                .damaged(COURSE, site.reader().archives(COURSE).get(0).location(), clock.instant(), "broken");
        exclude(today().plusDays(1));

        night();

        assertThat(site.reader().ofCourse(COURSE, 1, 0).get(0).result()).isEqualTo(Result.SKIPPED);
    }

    private void night() throws Exception {
        site.run(new RunRequest(true, false, false, Set.of(), "test"));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void exclude(LocalDate until) {
        new Exclusions(site.pools.history(), clock.withZone(ZoneOffset.UTC))
                .exclude(Set.of(COURSE), until, "being rebuilt", "a test");
    }

    private String status() {
        return site.database.queryForObject(
                "select laststatus from mdl_backup_courses where courseid = ?", String.class, COURSE);
    }
}
