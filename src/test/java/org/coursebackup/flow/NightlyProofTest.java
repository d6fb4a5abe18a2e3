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
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.history.History;
import org.coursebackup.prove.ComponentProof;
import org.coursebackup.prove.NightlyProof;
import org.coursebackup.prove.ProofAttempt;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;

/** The route 55-prove with a shell script that stands for the site's PHP: it hands over archives made before. */
class NightlyProofTest {
    private final SettableClock clock = new SettableClock(DemoMoodle.CLOCK.instant());
    private TestSite site;
    private Path theirs;

    @BeforeEach
    void make_a_site() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.clock = clock;
        theirs = Files.createDirectory(site.folder.resolve("theirs"));
        site.properties.setProperty("moodle.dirroot", site.folder.toString());
        site.properties.setProperty("prove.sample-nightly", "2");
        CourseArchiver moodle = new CourseArchiver(site.moodle.pool(), site.moodle.site(), null, clock);
        for (long course : site.database.queryForList("select id from mdl_course where id > 1", Long.class)) {
            try {
                moodle.archive(course, "moodle.mbz", site.settings().archive(), theirs.resolve(course + ".mbz"));
            } catch (ArchiveException beyondRepair) {
                assertThat(beyondRepair).hasMessageContaining("context");
            }
        }
        php("");
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** @param before what the script does before it hands the archive over */
    private void php(String before) throws Exception {
        Path script = site.folder.resolve("php");
        Files.writeString(script, """
                #!/bin/sh
                for word in "$@"; do case $word in
                  --course=*) course=${word#--course=} ;;
                  --folder=*) folder=${word#--folder=} ;;
                esac; done
                cat >/dev/null
                BEFORE
                cp THEIRS/$course.mbz "$folder/moodle.mbz" && echo 'MOODLE-COURSE-BACKUP ARCHIVE moodle.mbz'
                """.replace("BEFORE", before).replace("THEIRS", theirs.toString()));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        site.properties.setProperty("moodle.php", script.toString());
    }

    private NightlyProof bean(Flow flow) {
        return flow.context().getRegistry().lookupByNameAndType("nightlyProof", NightlyProof.class);
    }

    private void prove(Flow flow, long course) throws Exception {
        try (ProducerTemplate producer = flow.context().createProducerTemplate()) {
            producer.requestBody("direct:prove", course);
        }
    }

    /** A night with its run at three, and now it is half past. */
    private Flow afterTheRun() throws Exception {
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-01-16T03:00:00Z")));
        Flow flow = site.start();
        site.run(new RunRequest(true, false, false, new TreeSet<>(), "schedule"));
        clock.advance(Duration.ofMinutes(30));
        return flow;
    }

    @Test
    void the_courses_of_a_night_are_proven_after_its_run_and_are_as_many_as_is_set() throws Exception {
        Flow flow = afterTheRun();

        List<Long> chosen = bean(flow).courses();
        assertThat(chosen).hasSize(2);
        for (long course : chosen) {
            prove(flow, course);
        }

        assertThat(flow.proof().attempts(10))
                .hasSize(2)
                .extracting(ProofAttempt::result)
                .containsOnly("equal");
        assertThat(flow.proof().proven())
                .filteredOn(proof -> proof.component().equals("core"))
                .singleElement()
                .satisfies(core -> assertThat(core.courses()).isEqualTo(2))
                .satisfies(core -> assertThat(core.proven()).isTrue());
        assertThat(bean(flow).courses()).isEmpty();
        assertThat(site.archives()).noneMatch(name -> name.startsWith(".spool"));

        clock.advance(Duration.ofDays(1));
        assertThat(bean(flow).courses()).as("before that night's run").isEmpty();
        site.run(new RunRequest(true, false, false, new TreeSet<>(), "schedule"));
        assertThat(bean(flow).courses()).hasSize(2).doesNotContainAnyElementsOf(chosen);
    }

    @Test
    void a_night_that_was_missed_has_no_run_after_which_courses_are_proven() throws Exception {
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-01-16T03:30:00Z")));
        Flow flow = site.start();
        new History(site.pools.history())
                .missed("schedule", "a process", "The disk was away.", Instant.parse("2026-01-16T03:00:00Z"));

        assertThat(bean(flow).courses()).isEmpty();
    }

    @Test
    void nothing_is_chosen_before_the_run_of_the_night_while_another_process_runs_or_long_after() throws Exception {
        Flow flow = site.start();
        assertThat(bean(flow).courses()).isEmpty();

        flow = afterTheRun();
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        history.update("insert into run (id, cause, process, state, started) values (1, 'command', 'x', 'running', 1)");
        assertThat(bean(flow).courses()).isEmpty();
        history.update("delete from run where id = 1");
        assertThat(bean(flow).courses()).isNotEmpty();
        history.update("update course set millis = 180000");
        assertThat(bean(flow).courses()).as("only slow courses are left").isEmpty();

        flow = afterTheRun();
        clock.advance(Duration.ofHours(4));
        assertThat(bean(flow).courses()).isEmpty();
    }

    @Test
    void what_differs_is_kept_and_told() throws Exception {
        site.database.update("update mdl_page set name = 'Otherwise' where id = (select min(id) from mdl_page)");
        long course = site.database.queryForObject("select course from mdl_page order by id limit 1", Long.class);
        Flow flow = afterTheRun();

        prove(flow, course);

        assertThat(flow.proof().attempts(10)).singleElement().satisfies(attempt -> assertThat(attempt.reason())
                .contains("mod_page: ", "Otherwise"));
        assertThat(flow.proof().proven())
                .filteredOn(proof -> proof.component().equals("mod_page"))
                .extracting(ComponentProof::verdict)
                .containsExactly("differs");
        assertThat(flow.notices())
                .anyMatch(notice -> notice.contains("mod_page") && notice.contains("--course " + course));
    }

    @Test
    void what_cannot_be_compared_is_told_and_proves_nothing() throws Exception {
        php("echo 'MOODLE-COURSE-BACKUP FAILED no memory'; exit 1");
        Flow flow = afterTheRun();

        prove(flow, 3);

        assertThat(flow.proof().attempts(10)).singleElement().satisfies(attempt -> {
            assertThat(attempt.result()).isEqualTo("failed");
            assertThat(attempt.reason()).contains("no memory");
        });
        assertThat(flow.proof().proven()).noneMatch(ComponentProof::proven);
    }

    @Test
    void a_run_that_begins_ends_the_comparison_and_does_not_go_on_beside_it() throws Exception {
        Path began = site.folder.resolve("began");
        Path pid = site.folder.resolve("pid");
        php("echo $$ >" + pid + "; touch " + began + "; exec sleep 120");
        Flow flow = afterTheRun();
        CompletableFuture<Void> proof = CompletableFuture.runAsync(() -> {
            try {
                prove(flow, 3);
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        });
        Until.holds("PHP began", () -> Files.exists(began));
        long php = Long.parseLong(Files.readString(pid).strip());

        RunSummary run = site.run(new RunRequest(true, true, false, new TreeSet<>(List.of(4L)), "test"));

        assertThat(run.ok()).isEqualTo(1);
        proof.get(20, TimeUnit.SECONDS);
        assertThat(ProcessHandle.of(php)).isEqualTo(Optional.empty());
        assertThat(flow.proof().attempts(10)).isEmpty();
        assertThat(site.archives()).noneMatch(name -> name.startsWith(".spool"));
    }

    @Test
    void while_a_run_is_in_progress_nothing_is_compared() throws Exception {
        AtomicInteger compared = new AtomicInteger();
        site.archiveQuickly();
        Flow quick = site.start();
        site.before = course -> {
            prove(quick, 3);
            compared.addAndGet(quick.proof().attempts(10).size());
        };

        site.run(RunRequest.due("test"));

        assertThat(site.archived).isNotEmpty();
        assertThat(compared).hasValue(0);
    }

    @Test
    void the_routes_are_there_only_where_it_is_wanted() throws Exception {
        Flow flow = site.open();
        flow.start(RouteFiles.in(site.folder), true);
        assertThat(flow.context().getRoute("nightly-proof")).isNotNull();
        assertThat(flow.context().getRoute("prove")).isNotNull();

        site.properties.setProperty("prove.sample-nightly", "0");
        flow = site.open();
        flow.start(RouteFiles.in(site.folder), true);
        assertThat(flow.context().getRoute("nightly-proof")).isNull();
        assertThat(flow.context().getRoute("prove")).isNull();
    }
}
