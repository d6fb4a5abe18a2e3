package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.drill.DrillAttempt;
import org.coursebackup.drill.ScheduledDrill;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseEntry.Drilled;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;

/** The route 57-drill with a shell script that stands for the second Moodle: what it restores is the archive itself. */
class RestoreDrillTest {
    private static final String ALL = "cp \"$archive\" \"$folder/back.mbz\"";

    private final SettableClock clock = new SettableClock(DemoMoodle.CLOCK.instant());
    private TestSite site;

    @BeforeEach
    void make_a_site() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.clock = clock;
        Path other = Files.createDirectory(site.folder.resolve("other"));
        Files.writeString(
                other.resolve("config.php"), "<?php $CFG = new stdClass(); $CFG->wwwroot = 'https://drill.example';");
        site.properties.setProperty("drill.dirroot", other.toString());
        site.properties.setProperty("drill.every", "3");
        site.properties.setProperty("drill.sample", "2");
        site.properties.setProperty("webhook.url", "http://127.0.0.1:1/nobody");
        php(ALL);
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** @param restore what the script does to make a backup of what it restored */
    private void php(String restore) throws Exception {
        Path script = site.folder.resolve("php");
        Files.writeString(script, """
                #!/bin/sh
                for word in "$@"; do case $word in
                  --archive=*) archive=${word#--archive=} ;;
                  --folder=*) folder=${word#--folder=} ;;
                esac; done
                cat >/dev/null
                echo 'MOODLE-COURSE-BACKUP RESTORING as 4.5'
                BACK
                [ -f "$folder/back.mbz" ] && echo 'MOODLE-COURSE-BACKUP RESTORED back.mbz'
                """.replace("BACK\n", restore + "\n"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        site.properties.setProperty("drill.php", script.toString());
    }

    private ScheduledDrill bean(Flow flow) {
        return flow.context().getRegistry().lookupByNameAndType("drill", ScheduledDrill.class);
    }

    private void drill(Flow flow, long course) throws Exception {
        try (ProducerTemplate producer = flow.context().createProducerTemplate()) {
            producer.requestBody("direct:drill", course);
        }
    }

    private void night() throws Exception {
        site.run(new RunRequest(true, false, false, new TreeSet<>(), "schedule"));
    }

    /** A night with its run at three, and now it is half past. */
    private Flow afterTheRun() throws Exception {
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-01-16T03:00:00Z")));
        Flow flow = site.start();
        night();
        clock.advance(Duration.ofMinutes(30));
        return flow;
    }

    private Drilled drilled(Flow flow, long course) {
        return flow.history().course(course).orElseThrow().drilled();
    }

    private List<String> alarms() {
        return new JdbcTemplate(site.pools.history())
                .queryForList(
                        "select subject from delivery where subject like '[NO%' order by created, subject",
                        String.class);
    }

    @Test
    void of_a_thin_archive_the_complete_one_is_restored() throws Exception {
        site.properties.setProperty("store.layout", "shared-pool");
        Flow flow = afterTheRun();

        drill(flow, 2);

        assertThat(flow.history().archives(2).get(0).fileName()).endsWith(".mbz.thin");
        assertThat(flow.drills().latest(1)).singleElement().matches(DrillAttempt::restored);
        assertThat(site.archives()).noneMatch(name -> name.startsWith(".spool"));
    }

    @Test
    void every_so_many_days_as_many_archives_as_are_set_are_restored_and_kept_as_proved() throws Exception {
        Flow flow = afterTheRun();

        List<Long> chosen = bean(flow).courses();
        assertThat(chosen).hasSize(2);
        for (long course : chosen) {
            drill(flow, course);
        }

        assertThat(flow.drills().latest(10))
                .hasSize(2)
                .allMatch(DrillAttempt::restored)
                .allMatch(a -> a.rows() > 10);
        assertThat(drilled(flow, chosen.get(0)))
                .isEqualTo(new Drilled(
                        clock.instant(),
                        flow.history().archives(chosen.get(0)).get(0).made(),
                        null));
        assertThat(flow.drills().figures().proved()).isEqualTo(2);
        assertThat(alarms()).isEmpty();
        assertThat(flow.notices()).noneMatch(notice -> notice.contains("drill"));
        assertThat(bean(flow).courses()).as("this night has had its drills").isEmpty();
        assertThat(site.archives()).noneMatch(name -> name.startsWith(".spool"));

        for (int day = 1; day <= 2; day++) {
            clock.advance(Duration.ofDays(1));
            night();
            assertThat(bean(flow).courses()).as("day " + day).isEmpty();
        }
        clock.advance(Duration.ofDays(1));
        assertThat(bean(flow).courses()).as("before that night's run").isEmpty();
        night();
        assertThat(bean(flow).courses()).hasSize(2).doesNotContainAnyElementsOf(chosen);
    }

    @Test
    void the_front_page_is_left_out_since_no_moodle_restores_it_as_a_new_course() throws Exception {
        site.properties.setProperty("drill.sample", "100");
        Flow flow = afterTheRun();

        assertThat(flow.history().archives(1)).isNotEmpty();
        assertThat(bean(flow).courses()).isNotEmpty().doesNotContain(1L);
    }

    @Test
    void an_archive_that_does_not_come_back_is_an_alarm_until_one_of_the_course_does() throws Exception {
        php("echo 'MOODLE-COURSE-BACKUP FAILED error/setting_invalid_text'");
        Flow flow = afterTheRun();
        long course = bean(flow).courses().get(0);

        drill(flow, course);
        drill(flow, course);

        assertThat(drilled(flow, course).drillFailed()).contains("it said: error/setting_invalid_text");
        assertThat(flow.notices())
                .anyMatch(notice -> notice.contains("did not come back") && notice.contains("course " + course + ": "));
        assertThat(alarms()).singleElement().asString().contains("[NOT RESTORABLE]", "course " + course + " (");

        php(ALL);
        drill(flow, course);
        assertThat(drilled(flow, course).drillFailed()).isNull();
        assertThat(drilled(flow, course).proved()).isNotNull();
        assertThat(flow.notices()).noneMatch(notice -> notice.contains("did not come back"));
    }

    @Test
    void after_a_failure_one_new_archive_is_made_whatever_is_unchanged_and_a_drill_of_it_settles_the_matter()
            throws Exception {
        site.properties.setProperty("skip.unchanged", "true");
        site.properties.setProperty("skip.unmodified-since-backup", "true");
        Flow flow = afterTheRun();
        long course = bean(flow).courses().get(0);
        nextNight();
        assertThat(site.statuses()).as("as things are it is skipped").containsEntry(course, "3");
        php("echo 'MOODLE-COURSE-BACKUP FAILED error/setting_invalid_text'");

        drill(flow, course);
        drill(flow, course);

        assertThat(site.nextStarts()).containsEntry(course, 0L);
        site.run(RunRequest.due("catch-up"));
        assertThat(archives(course)).as("made anew").hasSize(2);
        assertThat(site.statuses()).containsEntry(course, "1");
        clock.advance(Duration.ofDays(2));
        nextNight();
        assertThat(archives(course)).as("only once").hasSize(2);
        assertThat(bean(flow).courses()).as("is tried as soon as it can be").contains(course);

        drill(flow, course);

        assertThat(site.nextStarts().get(course))
                .as("Moodle's own fault, it seems")
                .isGreaterThan(clock.instant().getEpochSecond());
        nextNight();
        assertThat(archives(course)).hasSize(2);
        assertThat(site.statuses()).containsEntry(course, "3");
        assertThat(drilled(flow, course).drillFailed()).isNotNull();

        php(ALL);
        drill(flow, course);
        php("echo 'MOODLE-COURSE-BACKUP FAILED error/setting_invalid_text'");
        clock.advance(Duration.ofHours(1));
        drill(flow, course);
        nextNight();
        assertThat(archives(course)).as("a new failure after a success").hasSize(3);
    }

    private void nextNight() throws Exception {
        clock.advance(Duration.ofDays(1));
        night();
        clock.advance(Duration.ofMinutes(5));
    }

    private List<ArchiveRow> archives(long course) {
        return site.reader().archives(course);
    }

    @Test
    void an_archive_that_was_changed_or_removed_by_somebody_is_an_alarm() throws Exception {
        Flow flow = afterTheRun();
        long course = bean(flow).courses().get(0);
        Path archive = Path.of(flow.history().archives(course).get(0).location());
        Files.write(archive, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);

        drill(flow, course);

        assertThat(drilled(flow, course).drillFailed())
                .contains("is not there with the", "removed or changed by somebody");
        assertThat(alarms()).hasSize(1);
    }

    @Test
    void an_archive_of_the_same_size_with_another_content_is_an_alarm() throws Exception {
        Flow flow = afterTheRun();
        long course = bean(flow).courses().get(0);
        Path archive = Path.of(flow.history().archives(course).get(0).location());
        byte[] content = Files.readAllBytes(archive);
        content[content.length / 2] ^= 1;
        Files.write(archive, content);

        drill(flow, course);

        assertThat(drilled(flow, course).drillFailed()).contains("its SHA-256 is another");
    }

    @Test
    void a_moodle_that_cannot_be_used_says_nothing_about_the_course_but_is_told_once_a_night() throws Exception {
        php("echo 'MOODLE-COURSE-BACKUP REFUSED it is the live site'");
        Flow flow = afterTheRun();
        List<Long> chosen = bean(flow).courses();

        for (long course : chosen) {
            drill(flow, course);
        }

        assertThat(flow.drills().latest(10)).hasSize(2).noneMatch(DrillAttempt::tried);
        assertThat(drilled(flow, chosen.get(0))).isEqualTo(Drilled.NEVER);
        assertThat(flow.notices()).anyMatch(notice -> notice.contains("could not be made") && notice.contains("live"));
        assertThat(alarms()).singleElement().asString().startsWith("[NO DRILL]");
    }

    @Test
    void a_run_that_begins_ends_the_drill_and_does_not_go_on_beside_it() throws Exception {
        Path began = site.folder.resolve("began");
        Path pid = site.folder.resolve("pid");
        php("echo $$ >" + pid + "; touch " + began + "; exec sleep 120");
        Flow flow = afterTheRun();
        CompletableFuture<Void> drill = CompletableFuture.runAsync(() -> {
            try {
                drill(flow, 3);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        Until.holds("PHP began", () -> Files.exists(began));
        long php = Long.parseLong(Files.readString(pid).strip());

        RunSummary run = site.run(new RunRequest(true, true, false, new TreeSet<>(List.of(4L)), "test"));

        assertThat(run.ok()).isEqualTo(1);
        drill.get(20, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(php)).isEqualTo(Optional.empty());
        assertThat(flow.drills().latest(10)).isEmpty();
        assertThat(alarms()).isEmpty();
        try (Stream<Path> left = Files.list(site.folder.resolve("backups"))) {
            assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith(".spool"));
        }
    }

    @Test
    void the_routes_are_there_only_where_it_is_wanted() throws Exception {
        Flow flow = site.open();
        flow.start(RouteFiles.in(site.folder), true);
        assertThat(flow.context().getRoute("restore-drills")).isNotNull();
        assertThat(flow.context().getRoute("drill")).isNotNull();

        site.properties.setProperty("drill.every", "0");
        flow = site.open();
        flow.start(RouteFiles.in(site.folder), true);
        assertThat(flow.context().getRoute("restore-drills")).isNull();
        assertThat(flow.context().getRoute("drill")).isNull();
    }
}
