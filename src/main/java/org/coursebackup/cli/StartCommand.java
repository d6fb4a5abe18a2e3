package org.coursebackup.cli;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

import org.coursebackup.flow.Flow;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.web.Report;

/** Runs the schedule until the process is stopped. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Runs the schedule until stopped.",
        footer = {
            "",
            "Examples:",
            "  start",
            "  start --config /etc/moodle-course-backup/live",
            "Exit codes: 0 stopped between runs; 130 stopped during one; 2 the settings",
            "are wrong."
        })
final class StartCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(StartCommand.class);

    @Override
    public Integer call() throws Exception {
        StartWait wait = new StartWait(SettingsLoader.withoutSite(), Clock.systemUTC());
        try (Session session = wait.until(Session::open)) {
            session.listen(new ProgressLog());
            Report report = session.report();
            Flow flow = session.start(true);
            wait.since().ifPresent(since -> flow.missed().because(since, Instant.now(), wait.why()));
            flow.missed().note();
            flow.tidyUp();
            report.started();
            LOG.info(
                    "Started. Archives go to {}; next run {}.",
                    session.settings().target().directory().toAbsolutePath().normalize(),
                    session.settings()
                            .schedule()
                            .starts()
                            .next(Instant.now())
                            .map(next -> next.atZone(
                                            session.settings().schedule().zone())
                                    .toString())
                            .orElse("never: schedule.cron has no further time"));
            if (!report.address().isEmpty()) {
                LOG.info("The report page is at {}", report.address());
            }
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
