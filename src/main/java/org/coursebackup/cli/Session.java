package org.coursebackup.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.check.EnvironmentCheck;
import org.coursebackup.check.ScheduleCheck;
import org.coursebackup.course.LastArchives;
import org.coursebackup.flow.Flow;
import org.coursebackup.flow.FlowException;
import org.coursebackup.flow.Pools;
import org.coursebackup.flow.RouteFiles;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.run.RunListener;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.share.FileSystemCloner;
import org.coursebackup.web.Report;

/**
 * What {@code start} and {@code run} have in common: settings, a check of the environment, the flow, and an end that
 * leaves every status true.
 */
final class Session implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final Settings settings;
    private final Pools pools;
    private final Flow flow;
    private Report report;
    private final StopSignals signals = new StopSignals(this::onSignal);

    private Session(Settings settings, Pools pools, Flow flow) {
        this.settings = settings;
        this.pools = pools;
        this.flow = flow;
        flow.endBy(this::onSignal);
    }

    /** @throws SettingsException with everything that prevents a run */
    static Session open() throws SettingsException, IOException {
        Settings settings = SettingsLoader.load();
        settings.hints().forEach(hint -> LOG.warn("{}", hint));
        List<Problem> problems = new ArrayList<>(new EnvironmentCheck(settings).obstacles());
        if (!problems.isEmpty()) {
            problems.addAll(Report.obstacles(settings));
            throw new SettingsException(problems);
        }
        Pools pools = new Pools(settings);
        try {
            CourseArchiver archiver = new CourseArchiver(
                            pools.content(),
                            settings.moodle().site(),
                            settings.folder().resolve("definitions"),
                            Clock.systemUTC())
                    .sharing(
                            new FileSystemCloner(),
                            new LastArchives(settings, new HistoryReader(pools.history()), Clock.systemUTC()))
                    .keepingContents(new TargetPool(settings, pools.history(), Clock.systemUTC()));
            return new Session(settings, pools, new Flow(settings, pools, archiver::archive, Clock.systemUTC()));
        } catch (IOException | RuntimeException failure) {
            pools.close();
            throw failure;
        }
    }

    Session listen(RunListener listener) {
        flow.runs().listen(listener);
        return this;
    }

    Session dryRun(BiConsumer<Map<?, ?>, String> told) {
        flow.dryRun(told);
        return this;
    }

    /** Page, JMX, metrics and health; to be called before {@link #start}. */
    Report report() throws SettingsException {
        report = Report.attach(settings, pools, flow, Clock.systemUTC());
        return report;
    }

    MoodleCourses courses() {
        return new MoodleCourses(pools.moodle());
    }

    Settings settings() {
        return settings;
    }

    Flow start(boolean scheduled) throws SettingsException, StartFailure {
        Optional<Problem> over = scheduled ? ScheduleCheck.overForGood(settings, Instant.now()) : Optional.empty();
        if (over.isPresent()) {
            throw new SettingsException(List.of(over.get()));
        }
        try {
            flow.start(RouteFiles.in(settings.folder()), scheduled);
        } catch (FlowException failure) {
            throw new StartFailure(failure);
        }
        signals.listen();
        return flow;
    }

    private void onSignal() {
        int code = 0;
        LastResort.after(settings.run().shutdownWait().plus(LastResort.GRACE));
        try {
            code = flow.stop() ? 130 : 0;
            flow.close();
            pools.close();
        } catch (IOException | InterruptedException | RuntimeException failure) {
            System.err.println("While stopping: " + failure + ". The next start cleans up what was left.");
            code = 130;
        }
        Runtime.getRuntime().halt(code);
    }

    @Override
    public void close() {
        signals.ignore();
        flow.close();
        if (report != null) {
            report.close();
        }
        pools.close();
    }
}
