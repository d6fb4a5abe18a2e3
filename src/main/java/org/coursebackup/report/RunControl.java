package org.coursebackup.report;

import java.util.Optional;

import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures.Ages;
import org.coursebackup.report.Live.Progress;

/** The implementation of the managed bean. */
public final class RunControl implements RunMXBean {
    private final Live live;
    private final Site site;
    private final Actions actions;

    public RunControl(Live live, Site site, Actions actions) {
        this.live = live;
        this.site = site;
        this.actions = actions;
    }

    @Override
    public boolean isInProgress() {
        return live.progress().isPresent();
    }

    @Override
    public long getRunId() {
        return live.progress()
                .map(Progress::runId)
                .or(() -> last().map(RunRow::id))
                .orElse(0L);
    }

    @Override
    public int getOffered() {
        return live.progress()
                .map(Progress::offered)
                .or(() -> last().map(RunRow::offered))
                .orElse(0);
    }

    @Override
    public int getDone() {
        return live.progress()
                .map(Progress::done)
                .or(() -> last().map(run -> run.ok() + run.warned() + run.skipped() + run.failed()))
                .orElse(0);
    }

    @Override
    public int getOk() {
        return live.progress()
                .map(Progress::ok)
                .or(() -> last().map(RunRow::ok))
                .orElse(0);
    }

    @Override
    public int getWarned() {
        return live.progress()
                .map(Progress::warned)
                .or(() -> last().map(RunRow::warned))
                .orElse(0);
    }

    @Override
    public int getSkipped() {
        return live.progress()
                .map(Progress::skipped)
                .or(() -> last().map(RunRow::skipped))
                .orElse(0);
    }

    @Override
    public int getFailed() {
        return live.progress()
                .map(Progress::failed)
                .or(() -> last().map(RunRow::failed))
                .orElse(0);
    }

    @Override
    public long getBytes() {
        return live.progress()
                .map(Progress::bytes)
                .or(() -> last().map(RunRow::bytes))
                .orElse(0L);
    }

    @Override
    public double getCoursesPerMinute() {
        return live.progress().map(Progress::perMinute).orElse(0.0);
    }

    @Override
    public long getSecondsLeft() {
        return live.progress().map(Progress::left).orElse(-1L);
    }

    @Override
    public long getOldestGoodArchiveAge() {
        return site.oldestAge();
    }

    @Override
    public long getCoursesWithoutGoodArchive() {
        Ages ages = site.ages();
        return ages.none();
    }

    @Override
    public String getLastState() {
        return last().map(RunRow::state).orElse("");
    }

    @Override
    public String[] getStoppedRoutes() {
        return site.stopped().toArray(String[]::new);
    }

    @Override
    public String runNow() {
        try {
            actions.runNow("jmx");
            return "A run has started.";
        } catch (RefusedException refused) {
            return refused.getMessage();
        }
    }

    @Override
    public String stopAfterCurrentCourses() {
        return actions.stopAfterCurrentCourses()
                ? "The run takes no more courses; those in progress will be finished."
                : "No run is in progress; there was nothing to stop.";
    }

    private Optional<RunRow> last() {
        return Optional.ofNullable(site.last());
    }
}
