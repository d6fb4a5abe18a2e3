package org.coursebackup.report;

import java.time.Duration;
import java.util.Optional;

import org.coursebackup.history.RunRow;
import org.coursebackup.history.RunTotals;
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
                .or(() -> last().map(run -> run.totals().courses()))
                .orElse(0);
    }

    @Override
    public int getOk() {
        return totals().ok();
    }

    @Override
    public int getWarned() {
        return totals().warned();
    }

    @Override
    public int getUnchanged() {
        return totals().unchanged();
    }

    @Override
    public int getSkipped() {
        return totals().skipped();
    }

    @Override
    public int getFailed() {
        return totals().failed();
    }

    @Override
    public long getBytes() {
        return totals().bytes();
    }

    @Override
    public double getCoursesPerMinute() {
        return live.progress().map(progress -> progress.pace().perMinute()).orElse(0.0);
    }

    @Override
    public long getSecondsLeft() {
        return live.progress()
                .map(progress -> progress.pace().left())
                .map(Duration::toSeconds)
                .orElse(-1L);
    }

    @Override
    public long getOldestGoodArchiveAge() {
        return site.oldestAge();
    }

    @Override
    public long getCoursesWithoutGoodArchive() {
        return site.ages().none();
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

    private RunTotals totals() {
        return live.progress()
                .map(Progress::totals)
                .or(() -> last().map(RunRow::totals))
                .orElse(RunTotals.NONE);
    }

    private Optional<RunRow> last() {
        return Optional.ofNullable(site.last());
    }
}
