package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import org.coursebackup.history.RunRow;
import org.coursebackup.run.RunGivenUpException;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every course needs goes away in the middle of a run. */
@Timeout(value = 150, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SurroundingsTest {
    private static final RunRequest DUE = new RunRequest(false, true, false, Set.of(), "command");

    private final ExecutorService runner = Executors.newSingleThreadExecutor();
    private TestSite site;
    private Flow flow;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("keep.last", "0");
        site.archiveQuickly();
    }

    @AfterEach
    void close() {
        runner.shutdownNow();
        site.close();
    }

    @Test
    void a_target_that_goes_away_pauses_the_run_until_it_is_back() throws Exception {
        Path target = site.folder.resolve("backups");
        Path elsewhere = site.folder.resolve("elsewhere");
        onceBeforeAnArchive(() -> Files.move(target, elsewhere));
        Future<RunSummary> run = begin();

        Until.holds("the run is paused", () -> flow.surroundings().trouble().isPresent());
        assertThat(flow.surroundings().trouble().orElseThrow().toString())
                .contains("backup.directory", "is missing", "paused since", "30 min", "still due");
        assertThat(flow.notices()).first().asString().contains("paused since");
        Files.move(elsewhere, target);

        RunSummary ended = run.get(60, TimeUnit.SECONDS);
        assertThat(flow.surroundings().trouble()).isEmpty();
        assertThat(ended.offered()).isEqualTo(9);
        // no more than those that were being worked on when it went
        assertThat(ended.totals().failed()).isBetween(1, 2);
        assertThat(ended.totals().ok()).isEqualTo(9 - ended.totals().failed());
    }

    @Test
    void a_target_that_stays_away_ends_the_run_loudly_and_leaves_every_other_course_due() throws Exception {
        Path target = site.folder.resolve("backups");
        Path elsewhere = site.folder.resolve("elsewhere");
        onceBeforeAnArchive(() -> Files.move(target, elsewhere));
        Future<RunSummary> run = begin();

        Until.holds("the run is paused", () -> flow.surroundings().trouble().isPresent());
        ((SettableClock) site.clock).advance(Duration.ofMinutes(31));

        assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(RunGivenUpException.class)
                .hasMessageContaining("backup.directory")
                .hasMessageContaining("not over within 30 min");
        assertThat(flow.surroundings().trouble()).isEmpty();
        Map<Long, String> statuses = site.statuses();
        assertThat(statuses.values()).filteredOn("0"::equals).hasSizeBetween(1, 2);
        assertThat(statuses.values()).filteredOn("5"::equals).hasSizeGreaterThanOrEqualTo(7);
        site.nextStarts()
                .forEach((course, next) ->
                        assertThat(statuses.get(course).equals("5") ? next : 0).isZero());
        RunRow row = site.reader().runs(1, 0).get(0);
        assertThat(row.state()).isEqualTo("failed");
        assertThat(row.reason()).contains("backup.directory", "still due");

        Files.move(elsewhere, target);
        ((SettableClock) site.clock).advance(Duration.ofHours(2));
        assertThat(site.run(DUE).totals().ok()).isEqualTo(9);
    }

    @Test
    void a_history_that_cannot_be_written_for_a_while_turns_no_good_archive_into_a_failure() throws Exception {
        JdbcTemplate[] history = new JdbcTemplate[1];
        onceBeforeAnArchive(() -> history[0].execute("alter table outcome rename to elsewhere"));
        flow = site.start();
        history[0] = new JdbcTemplate(new DriverManagerDataSource(site.properties.getProperty("history.db.url")));
        Future<RunSummary> run = runner.submit(() -> site.run(DUE));

        Until.holds("the run is paused", () -> flow.surroundings().trouble().isPresent());
        assertThat(flow.surroundings().trouble().orElseThrow().where()).isEqualTo("history.db.url");
        history[0].execute("alter table elsewhere rename to outcome");

        RunSummary ended = run.get(60, TimeUnit.SECONDS);
        assertThat(ended.totals().ok()).isEqualTo(9);
        assertThat(site.statuses().values()).containsOnly("1");
        for (long course = 1; course <= 9; course++) {
            assertThat(site.reader().archives(course)).hasSize(1);
        }
        assertThat(site.archives()).hasSize(9);
    }

    @Test
    void a_history_that_stays_away_ends_the_run_in_words_without_a_stack_trace() throws Exception {
        JdbcTemplate[] history = new JdbcTemplate[1];
        onceBeforeAnArchive(() -> history[0].execute("drop all objects"));
        flow = site.start();
        history[0] = new JdbcTemplate(new DriverManagerDataSource(site.properties.getProperty("history.db.url")));
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        heard.start();
        root.addAppender(heard);
        try {
            Future<RunSummary> run = runner.submit(() -> site.run(DUE));
            Until.holds("the run is paused", () -> flow.surroundings().trouble().isPresent());
            ((SettableClock) site.clock).advance(Duration.ofMinutes(31));
            assertThatThrownBy(() -> run.get(60, TimeUnit.SECONDS)).hasRootCauseInstanceOf(RunGivenUpException.class);
        } finally {
            root.detachAppender(heard);
        }

        List<ILoggingEvent> events = List.copyOf(heard.list);
        assertThat(events)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(message -> message.matches("Run \\d+ failed: (?s).* The history could not record that: .*"))
                .anyMatch(message -> message.startsWith("What has to be sent or copied can't be read"))
                .noneMatch(message -> message.contains("\n\tat ") || message.contains("Message History"));
        assertThat(events)
                .filteredOn(event -> event.getThrowableProxy() != null)
                .isEmpty();
    }

    @Test
    void a_run_that_is_stopped_while_it_is_paused_ends_at_once() throws Exception {
        site.properties.setProperty("shutdown.wait-seconds", "60");
        Path target = site.folder.resolve("backups");
        onceBeforeAnArchive(() -> Files.move(target, site.folder.resolve("elsewhere")));
        Future<RunSummary> run = begin();
        Until.holds("the run is paused", () -> flow.surroundings().trouble().isPresent());

        long begun = System.nanoTime();
        assertThatThrownBy(() -> flow.stop())
                .as("parts cannot be deleted, which is told")
                .isInstanceOf(IOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        assertThat(run.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(site.statuses().values()).doesNotContain("2");
        assertThat(site.reader().runs(1, 0).get(0).state()).isEqualTo("interrupted");
    }

    private Future<RunSummary> begin() throws Exception {
        flow = site.start();
        return runner.submit(() -> site.run(DUE));
    }

    private interface Action {
        void run() throws Exception;
    }

    private void onceBeforeAnArchive(Action action) {
        AtomicBoolean done = new AtomicBoolean();
        site.before = id -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }
}
