package org.coursebackup.flow;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
import org.coursebackup.pool.PlacePool;
import org.coursebackup.pool.PoolSweep;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.reread.Rereading;
import org.coursebackup.run.RestOfNight;
import org.coursebackup.run.Runs;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ContentLookup;

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
    private final List<PlacePool> elsewhere;
    private final Supplier<CamelContext> context;

    /** @param context asked for when routes are running */
    ReadingBeans(
            Settings settings,
            Pools pools,
            ManifestKey key,
            History history,
            HistoryReader reader,
            Supplier<CamelContext> context,
            Clock clock) {
        this.context = context;
        this.settings = settings;
        this.pools = pools;
        this.history = history;
        this.reader = reader;
        this.clock = clock.withZone(settings.schedule().zone());
        this.key = key;
        this.pool = new TargetPool(settings, pools.history(), clock);
        this.elsewhere =
                pool.elsewhere(settings, pools.history(), uri -> TargetPlace.in(context.get(), uri), this.clock);
        this.reading = new ArchiveReading(key, reader, this::lookup, this.clock);
    }

    private Optional<ContentLookup> lookup(Path archive) {
        return pool.lookup(archive).or(() -> elsewhere.stream()
                .map(place -> place.lookup(archive))
                .flatMap(Optional::stream)
                .findFirst());
    }

    /** The pools at other places than the target folder. */
    List<PlacePool> elsewhere() {
        return elsewhere;
    }

    PoolStep pool(Runs runs) {
        return new PoolStep(
                pool,
                elsewhere.stream()
                        .filter(place -> !settings.target().inFolder())
                        .findFirst(),
                new PoolSweep(settings, pool, elsewhere, key, reader, clock),
                settings.target(),
                runs::alone,
                clock);
    }

    SuspectedSource suspected() {
        return new SuspectedSource(history, reader, reading, clock);
    }

    /** @param insists whether somebody asked for new archives */
    UnchangedStep unchanged(BooleanSupplier insists) {
        return new UnchangedStep(settings, pools.moodle(), history, reader, reading, pool, insists, clock);
    }

    Rereading rereading(Runs runs) {
        return new Rereading(
                settings.verify(),
                () -> TargetPlace.onServers(context.get(), settings.target()),
                settings.target().directory(),
                new RestOfNight(settings.schedule().starts()::latest, Rereading.LATEST, runs, reader),
                runs,
                reading,
                elsewhere,
                history,
                new ArchiveReadings(pools.history()),
                clock);
    }
}
