package org.coursebackup.reread;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
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
import org.coursebackup.run.RestOfNight;
import org.coursebackup.run.Runs;
import org.coursebackup.settings.VerifySettings;
import org.coursebackup.store.ArchivePlaces;

/**
 * The bean {@code reread} of the routes: after the run of a night has ended, reads old archives back completely, those
 * first that were not read for longest, one after the other, and gives way to whatever run begins. Damage is repaired
 * from the archive's other place where that has a good copy. Never fails.
 */
public final class Rereading {
    private static final Logger LOG = LoggerFactory.getLogger(Rereading.class);

    /** Exchange variable with the id of a course that needs a new archive. */
    public static final String DUE = "dueAgain";

    /** How long the damage of an archive is told with each run. */
    private static final Duration NEWS_FOR = Duration.ofDays(7);

    private static final int MOST = 5;

    /** How long after the end of the night's run a reading may still begin. */
    public static final Duration LATEST = Duration.ofHours(6);

    private final VerifySettings settings;
    private final RestOfNight rest;
    private final Runs runs;
    private final ArchiveReading reading;
    private final Repair repair;
    private final History history;
    private final ArchiveReadings readings;
    private final Clock clock;
    private final List<String> news = new ArrayList<>();
    private volatile Instant through;

    /** @param clock its zone decides which day it is */
    public Rereading(
            VerifySettings settings,
            RestOfNight rest,
            Runs runs,
            ArchiveReading reading,
            History history,
            ArchiveReadings readings,
            Clock clock) {
        this.settings = settings;
        this.rest = rest;
        this.runs = runs;
        this.reading = reading;
        this.repair = new Repair(reading, readings);
        this.history = history;
        this.readings = readings;
        this.clock = clock;
    }

    /** What is to be read now; empty unless the night's run has ended and the night is not through yet. */
    public List<ArchiveRow> archives() {
        try {
            Instant now = clock.instant();
            Optional<Instant> night = rest.at(now);
            if (night.isEmpty() || night.get().equals(through)) {
                return List.of();
            }
            List<ArchiveRow> chosen = choose(night.get(), now);
            if (chosen.isEmpty()) {
                through = night.get();
            }
            return chosen;
        } catch (RuntimeException failure) {
            LOG.warn("No archives could be chosen to be read again tonight: {}", Reason.of(failure));
            return List.of();
        }
    }

    /** Leaves out what is in a folder that seems not to be the right one: then hardly anything of it is damaged. */
    private List<ArchiveRow> choose(Instant night, Instant now) {
        List<ArchiveRow> chosen = new Sample(settings, night, now, readings::standing).chosen();
        Map<Path, List<Path>> byFolder = chosen.stream()
                .map(row -> ArchivePlaces.path(row.location()).orElseThrow())
                .collect(Collectors.groupingBy(Path::getParent));
        Set<Path> wrong = new HashSet<>();
        byFolder.forEach((folder, files) -> {
            long gone = files.stream()
                    .filter(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                    .count();
            if (2 * gone > files.size() && (gone > 1 || !anyArchive(folder))) {
                LOG.warn(
                        "{} of {} archives to be read again are not in {}: its disk may not be mounted. Nothing of it"
                                + " is read again tonight.",
                        gone,
                        files.size(),
                        folder);
                wrong.add(folder);
            }
        });
        return chosen.stream()
                .filter(row -> !wrong.contains(
                        ArchivePlaces.path(row.location()).orElseThrow().getParent()))
                .toList();
    }

    /** Reads one, unless a run is in progress. */
    public void read(@Body ArchiveRow row, Exchange exchange) {
        exchange.removeVariable(DUE);
        runs.between(giveWay -> {
            try {
                look(row, exchange, new Patience(giveWay, rest::runElsewhere));
            } catch (DataAccessException failure) {
                LOG.warn(
                        "{} could not be read again: {} It is tried again tonight, or the next night.",
                        row.location(),
                        Reason.of(failure));
            }
        });
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

    private void look(ArchiveRow row, Exchange exchange, BooleanSupplier giveWay) {
        Path file = ArchivePlaces.path(row.location()).orElseThrow();
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (!there && readings.removed(row)) {
            return;
        }
        Found found = there ? reading.read(row, file, giveWay) : new Found(false, "it is gone", null);
        if (there && !found.sound() && !giveWay.getAsBoolean()) {
            // a disk, a cable or memory may have failed only this once
            LOG.warn("{}: {}. It is read once more.", file, found.finding());
            found = reading.read(row, file, giveWay);
        }
        if (giveWay.getAsBoolean()) {
            LOG.info("Reading {} again gave way to a run.", file);
            return;
        }
        if (found.sound()) {
            sound(row, file, found);
        } else {
            damaged(row, file, there, found.finding(), exchange, giveWay);
        }
    }

    private void sound(ArchiveRow row, Path file, Found found) {
        Instant now = clock.instant();
        if (row.damaged() != null) {
            history.archives().mended(row.courseId(), row.location(), now, null);
            tell("Course " + row.courseId() + ": " + file + ", which was found damaged before, is good again.");
        } else {
            history.archives().reread(row.location(), now, found.finding());
            if (row.sha256() == null) {
                history.archives().hashed(row.location(), found.sha256());
            }
            if (found.finding() != null) {
                tell("Course " + row.courseId() + ": " + file + ": " + found.finding() + ".");
            }
        }
        LOG.info("{} was read again completely and is good.", file);
    }

    private void damaged(
            ArchiveRow row, Path file, boolean there, String why, Exchange exchange, BooleanSupplier giveWay) {
        Instant now = clock.instant();
        String day = now.atZone(clock.getZone()).toLocalDate().toString();
        Repair.Result result = repair.from(row, file, giveWay);
        if (giveWay.getAsBoolean() && !result.repaired()) {
            return;
        }
        if (result.repaired()) {
            String finding = "damaged when it was read on " + day + " (" + why + "), and replaced by the good copy "
                    + result.words();
            history.archives().mended(row.courseId(), row.location(), now, finding);
            tell("Course " + row.courseId() + ": " + file + " was " + finding
                    + ". Check that disk and its other files.");
            return;
        }
        String finding = (there ? "damaged when it was read on " + day + " (" + why + ")" : "gone on " + day)
                + ", without a good copy to replace it: " + result.words();
        if (there) {
            history.archives().damaged(row.courseId(), row.location(), now, finding);
        } else {
            history.archives().lost(row.courseId(), row.location(), now, finding);
        }
        if (row.damaged() != null) {
            LOG.info("{} is still {}.", file, finding);
            return;
        }
        exchange.setVariable(DUE, row.courseId());
        tell("Course " + row.courseId() + ": " + file + " was " + finding
                + ". It no longer counts, and the next run makes a new archive of the course. Check that disk and its"
                + " other files.");
    }

    private static boolean anyArchive(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*{.mbz,.mbz.age}")) {
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
