package org.coursebackup.flow;

import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.camel.CamelContext;

import org.coursebackup.course.ArchiveReading;
import org.coursebackup.course.PoolStep;
import org.coursebackup.course.SuspectedSource;
import org.coursebackup.course.UnchangedStep;
import org.coursebackup.history.ArchiveReadings;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.pool.PoolSweep;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.reread.Rereading;
import org.coursebackup.run.RestOfNight;
import org.coursebackup.run.Runs;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.TargetPlace;

/** What reads archives that were made before. */
final class ReadingBeans {
    private final Settings settings;
    private final Pools pools;
    private final History history;
    private final HistoryReader reader;
    private final Clock clock;
    private final ArchiveReading reading;
    private final TargetPool pool;
    private final ManifestKey key;

    ReadingBeans(Settings settings, Pools pools, ManifestKey key, History history, HistoryReader reader, Clock clock) {
        this.settings = settings;
        this.pools = pools;
        this.history = history;
        this.reader = reader;
        this.clock = clock.withZone(settings.schedule().zone());
        this.key = key;
        this.pool = new TargetPool(settings, pools.history(), clock);
        this.reading = new ArchiveReading(key, reader, pool::lookup, this.clock);
    }

    PoolStep pool(Runs runs) {
        return new PoolStep(
                pool, new PoolSweep(settings, pool, key, reader, clock), settings.target(), runs::alone, clock);
    }

    SuspectedSource suspected() {
        return new SuspectedSource(history, reader, reading, clock);
    }

    /** @param insists whether somebody asked for new archives */
    UnchangedStep unchanged(BooleanSupplier insists) {
        return new UnchangedStep(settings, pools.moodle(), history, reader, reading, pool, insists, clock);
    }

    /** @param context asked for when routes are running */
    Rereading rereading(Runs runs, Supplier<CamelContext> context) {
        return new Rereading(
                settings.verify(),
                () -> TargetPlace.onServers(context.get(), settings.target()),
                settings.target().directory(),
                new RestOfNight(settings.schedule().starts()::latest, Rereading.LATEST, runs, reader),
                runs,
                reading,
                history,
                new ArchiveReadings(pools.history()),
                clock);
    }
}
