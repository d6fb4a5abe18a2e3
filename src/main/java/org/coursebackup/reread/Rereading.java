package org.coursebackup.reread;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.course.ArchiveReading;
import org.coursebackup.course.ArchiveReading.Found;
import org.coursebackup.course.Reason;
import org.coursebackup.history.ArchiveReadings;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.pool.PlacePool;
import org.coursebackup.run.RestOfNight;
import org.coursebackup.run.Runs;
import org.coursebackup.settings.VerifySettings;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ThinArchive;

/**
 * The bean {@code reread} of the routes: after the run of a night has ended, reads old archives back completely, in
 * folders and on servers, those first that were not read for longest, one after the other, and gives way to whatever
 * run begins. Damage is repaired from the archive's other place where that has a good copy. Never fails.
 */
public final class Rereading {
    private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);

    /** Exchange variable with the id of a course that needs a new archive. */
    public static final String DUE = "dueAgain";

    /** How long the damage of an archive is told with each run. */
    private static final Duration NEWS_FOR = Duration.ofDays(7);

    static final String GONE = "it is gone";

    private static final int MOST = 5;

    /** How long after the end of the night's run a reading may still begin. */
    public static final Duration LATEST = Duration.ofHours(6);

    private final VerifySettings settings;
    private final RestOfNight rest;
    private final Runs runs;
    private final ArchiveReading reading;
    private final RemoteArchives remote;
    private final Repair repair;
    private final History history;
    private final ArchiveReadings readings;
    private final Clock clock;
    private final List<String> news = new ArrayList<>();
    private volatile Instant through;
    private volatile Instant paused = Instant.MIN;

    /**
     * @param servers the targets that are on servers
     * @param folder where archives are made, for what has to be fetched from there
     * @param pooled the pools at other places than the target folder
     * @param clock its zone decides which day it is
     */
    public Rereading(
            VerifySettings settings,
            Supplier<List<TargetPlace>> servers,
            Path folder,
            RestOfNight rest,
            Runs runs,
            ArchiveReading reading,
            List<PlacePool> pooled,
            History history,
            ArchiveReadings readings,
            Clock clock) {
        this.settings = settings;
        this.rest = rest;
        this.runs = runs;
        this.reading = reading;
        this.remote = new RemoteArchives(servers, folder, reading, pooled, readings, clock);
        this.repair = new Repair(reading, readings, remote, history);
        this.history = history;
        this.readings = readings;
        this.clock = clock;
    }

    /** What is to be read now; empty unless the night's run has ended and the night is not through yet. */
    public List<ArchiveRow> archives() {
        try {
            Instant now = clock.instant();
            Optional<Instant> night = rest.at(now);
            if (night.isEmpty() || night.get().equals(through) || now.isBefore(paused)) {
                return List.of();
            }
            List<ArchiveRow> chosen = choose(night.get(), now);
            if (chosen.isEmpty() && remote.someRest()) {
                paused = now.plus(RemoteArchives.PLACE_RESTS);
            } else if (chosen.isEmpty()) {
                through = night.get();
            }
            return chosen;
        } catch (RuntimeException failure) {
            LOG.warn("No archives could be chosen to be read again tonight: {}", Reason.of(failure));
            return List.of();
        }
    }

    /** Leaves out what is in a place that seems not to be the right one: then hardly anything of it is damaged. */
    private List<ArchiveRow> choose(Instant night, Instant now) {
        List<ArchiveRow> chosen = new Sample(settings, night, now, readings::standing, this::readable).chosen();
        Map<Path, List<ArchiveRow>> byFolder = chosen.stream()
                .filter(row -> ArchivePlaces.path(row.location()).isPresent())
                .collect(Collectors.groupingBy(
                        row -> ArchivePlaces.path(row.location()).orElseThrow().getParent()));
        Set<ArchiveRow> left = new HashSet<>();
        byFolder.forEach((folder, rows) -> {
            long gone = rows.stream()
                    .filter(row ->
                            !Files.exists(ArchivePlaces.path(row.location()).orElseThrow(), LinkOption.NOFOLLOW_LINKS))
                    .count();
            if (2 * gone > rows.size() && (gone > 1 || !anyArchive(folder))) {
                LOG.warn(
                        "{} of {} archives to be read again are not in {}: its disk may not be mounted. Nothing of it"
                                + " is read again tonight.",
                        gone,
                        rows.size(),
                        folder);
                left.addAll(rows);
            }
        });
        Map<String, List<ArchiveRow>> byServer = chosen.stream()
                .filter(row -> remote.place(row).isPresent())
                .collect(Collectors.groupingBy(
                        row -> remote.place(row).orElseThrow().address("")));
        byServer.forEach((server, rows) -> {
            if (!asked(server, rows)) {
                left.addAll(rows);
            }
        });
        return chosen.stream().filter(row -> !left.contains(row)).toList();
    }

    /** Whether it is in a folder of this machine or on a server that is a target. */
    boolean readable(ArchiveRow row) {
        return ArchivePlaces.path(row.location()).isPresent() || remote.readable(row);
    }

    /** Whether a server can be asked, and seems to be the right one. */
    private boolean asked(String server, List<ArchiveRow> rows) {
        try {
            long gone = remote.missing(remote.place(rows.get(0)).orElseThrow(), rows);
            if (gone > 1 && 2 * gone > rows.size()) {
                LOG.warn(
                        "{} of {} archives to be read again are not at {}: it may be another place. Nothing of it is"
                                + " read again tonight.",
                        gone,
                        rows.size(),
                        server);
                remote.rest(server);
                return false;
            }
            return true;
        } catch (PlaceAwayException away) {
            LOG.warn(
                    "{} could not be looked at, so nothing of it is read again for now: {} It is tried again in half"
                            + " an hour, or the next night.",
                    server,
                    away.getMessage());
            return false;
        }
    }

    /** Reads one, unless a run is in progress. */
    public void read(@Body ArchiveRow row, Exchange exchange) {
        readNow(row, exchange);
    }

    /** The same, telling what came of it. */
    Reading readNow(ArchiveRow row, Exchange exchange) {
        exchange.removeVariable(DUE);
        AtomicReference<Reading> came = new AtomicReference<>(Reading.not("something else was being done"));
        runs.between(giveWay -> {
            try {
                came.set(look(row, exchange, new Patience(giveWay, rest::runElsewhere)));
            } catch (DataAccessException failure) {
                LOG.warn(
                        "{} could not be read again: {} It is tried again tonight, or the next night.",
                        row.location(),
                        Reason.of(failure));
                came.set(Reading.not(Reason.of(failure)));
            }
        });
        return came.get();
    }

    /** What was found since the last call, for people; a body for the bean {@code notices}. */
    public synchronized List<String> news() {
        List<String> told = List.copyOf(news);
        news.clear();
        return told;
    }

    /** What was found lately, and is still to be known; empty if nothing. */
    public Optional<String> notice() {
        Instant now = clock.instant();
        List<ArchiveRow> found = readings.findings(now.minus(NEWS_FOR), now.minus(Duration.ofDays(1)), MOST + 1);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String some = found.stream()
                .limit(MOST)
                .map(row -> "course " + row.courseId() + ", " + row.location() + ": " + row.finding())
                .collect(Collectors.joining("; "));
        return Optional.of("Archives that were read again are not all what they were: " + some
                + (found.size() > MOST ? "; and more" : "")
                + ". Damaged ones don't count; courses without a good one are backed up again. Check the disks.");
    }

    private Reading look(ArchiveRow row, Exchange exchange, BooleanSupplier giveWay) {
        if (!readable(row)) {
            // its server went away while others were read
            return Reading.not("its place does not answer");
        }
        Found found;
        try {
            found = found(row, giveWay);
            if (gone(found) && readings.removed(row)) {
                return Reading.not("it was removed meanwhile");
            }
            if (!found.sound() && !gone(found) && !giveWay.getAsBoolean()) {
                // a disk, a cable or memory may have failed only this once
                LOG.warn("{}: {}. It is read once more.", where(row), found.finding());
                found = found(row, giveWay);
            }
        } catch (PlaceAwayException away) {
            LOG.warn(
                    "{} could not be read again, which says nothing about it: {} It is tried again tonight, or the"
                            + " next night.",
                    row.location(),
                    away.getMessage());
            return Reading.not(away.getMessage());
        }
        if (giveWay.getAsBoolean()) {
            LOG.info("Reading {} again gave way to a run.", where(row));
            return Reading.gaveWay();
        }
        if (found.sound()) {
            sound(row, found);
            return Reading.good(found.finding());
        }
        return damaged(row, found, exchange, giveWay);
    }

    private Found found(ArchiveRow row, BooleanSupplier giveWay) throws PlaceAwayException {
        Optional<Path> file = ArchivePlaces.path(row.location());
        if (file.isEmpty()) {
            return remote.read(row, giveWay);
        }
        return Files.exists(file.get(), LinkOption.NOFOLLOW_LINKS)
                ? reading.read(row, file.get(), giveWay)
                : new Found(false, GONE, null);
    }

    /** Whether only what a thin archive refers to is wrong; that was to be mended by whoever found it. */
    private static boolean ofContents(ArchiveRow row, Found found) {
        return ThinArchive.named(row.fileName())
                && row.sha256() != null
                && row.sha256().equals(found.sha256());
    }

    private static boolean gone(Found found) {
        return GONE.equals(found.finding());
    }

    /** As people know it. */
    private static String where(ArchiveRow row) {
        return ArchivePlaces.path(row.location()).map(Path::toString).orElse(row.location());
    }

    private void sound(ArchiveRow row, Found found) {
        Instant now = clock.instant();
        if (row.damaged() != null) {
            history.archives().mended(row.courseId(), row.location(), now, null);
            tell("Course " + row.courseId() + ": " + where(row) + ", which was found damaged before, is good again.");
        } else {
            history.archives().reread(row.location(), now, found.finding());
            if (row.sha256() == null) {
                history.archives().hashed(row.location(), found.sha256());
            }
            if (found.finding() != null) {
                tell("Course " + row.courseId() + ": " + where(row) + ": " + found.finding() + ".");
            }
        }
        LOG.info("{} was read again completely and is good.", where(row));
    }

    private Reading damaged(ArchiveRow row, Found found, Exchange exchange, BooleanSupplier giveWay) {
        Instant now = clock.instant();
        LocalDate day = now.atZone(clock.getZone()).toLocalDate();
        Repair.Result result = ofContents(row, found)
                ? new Repair.Result(false, "the archive itself is what it was, and has no good content elsewhere")
                : repair.of(row, giveWay);
        if (giveWay.getAsBoolean() && !result.repaired()) {
            return Reading.gaveWay();
        }
        String disk = ArchivePlaces.path(row.location()).isPresent()
                ? " Check that disk and its other files."
                : " Check that server and its other files.";
        if (result.repaired()) {
            String finding = found.damagedOn(day) + ", and replaced by the good copy " + result.words();
            history.archives().mended(row.courseId(), row.location(), now, finding);
            tell("Course " + row.courseId() + ": " + where(row) + " was " + finding + "." + disk);
            return Reading.repaired(finding);
        }
        String finding = (gone(found) ? "gone on " + day : found.damagedOn(day))
                + ", without a good copy to replace it: " + result.words();
        if (gone(found)) {
            history.archives().lost(row.courseId(), row.location(), now, finding);
        } else {
            history.archives().damaged(row.courseId(), row.location(), now, finding);
        }
        if (row.damaged() != null) {
            LOG.info("{} is still {}.", where(row), finding);
            return Reading.damaged(finding);
        }
        exchange.setVariable(DUE, row.courseId());
        tell("Course " + row.courseId() + ": " + where(row) + " was " + finding
                + ". It no longer counts, and the next run makes a new archive of the course." + disk);
        return Reading.damaged(finding);
    }

    private static boolean anyArchive(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{.mbz,.mbz.age,.mbz.thin}")) {
            return files.iterator().hasNext();
        } catch (IOException away) {
            return false;
        }
    }

    private synchronized void tell(String text) {
        LOG.warn("{}", text);
        news.add(text);
    }
}
