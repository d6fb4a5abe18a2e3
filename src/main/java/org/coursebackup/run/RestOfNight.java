package org.coursebackup.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

import org.coursebackup.history.HistoryReader;

/**
 * The time after the run of a night, for work that has to wait for it and must not burden the day: from the run's end
 * on, for some hours. Whatever run begins, in whichever process, goes before it.
 */
public final class RestOfNight {
    private final Function<Instant, Optional<Instant>> latestStart;
    private final Duration lasts;
    private final Runs runs;
    private final HistoryReader history;

    /**
     * @param latestStart the latest regular start at or before a moment
     * @param lasts how long after the end of the run something may still begin
     */
    public RestOfNight(
            Function<Instant, Optional<Instant>> latestStart, Duration lasts, Runs runs, HistoryReader history) {
        this.latestStart = latestStart;
        this.lasts = lasts;
        this.runs = runs;
        this.history = history;
    }

    /** The night's regular start, if something may begin now. */
    public Optional<Instant> at(Instant now) {
        return latestStart.apply(now).filter(night -> runs.mayCatchUp() && runEnded(night, now));
    }

    private boolean runEnded(Instant night, Instant now) {
        return !runElsewhere()
                && history.lastRunEnded(night)
                        .filter(ended -> now.isBefore(ended.plus(lasts)))
                        .isPresent();
    }

    /** Whether a run is in progress; asks the history, since it may be another process's. */
    public boolean runElsewhere() {
        return history.runInProgress();
    }

    /**
     * Does something unless a run is in progress in this process or about to begin.
     *
     * @param work gets what tells it to give way to a run of any process; each time it asks the history is asked
     */
    public void between(Consumer<BooleanSupplier> work) {
        runs.between(giveWay -> work.accept(() -> giveWay.getAsBoolean() || runElsewhere()));
    }
}
