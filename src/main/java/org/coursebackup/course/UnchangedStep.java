package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.archive.Reference;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.settings.UnchangedSettings;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.store.CourseFiles;
import org.coursebackup.store.Target;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.ArchiveIdentity;

/**
 * The bean {@code unchanged} of the routes: finds the archive that a course's new one is compared with
 * ({@code skip.unchanged}). Only the course's newest counts, and only if it has no warnings, is in every place where
 * archives belong, in its full size, was read back completely within {@code verify.cycle-days}, and is not the first
 * that did not come back in a drill.
 */
public final class UnchangedStep {
    private static final Logger LOG = LoggerFactory.getLogger(UnchangedStep.class);
    /** How far clocks of machines that share a history may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final UnchangedSettings settings;
    private final TargetSettings target;
    private final ArchivePlaces places;
    private final History history;
    private final HistoryReader reader;
    private final ArchiveReading reading;
    private final TargetPool pool;
    private final BooleanSupplier insisted;
    private final Clock clock;

    /**
     * @param pool where thin archives have their contents
     * @param insisted whether the run in progress was asked for new archives
     */
    public UnchangedStep(
            Settings settings,
            MoodleDatabase moodle,
            History history,
            HistoryReader reader,
            ArchiveReading reading,
            TargetPool pool,
            BooleanSupplier insisted,
            Clock clock) {
        this.settings = settings.unchanged();
        this.target = settings.target();
        this.places = new ArchivePlaces(moodle, settings.moodle().site().filedir());
        this.history = history;
        this.reader = reader;
        this.reading = reading;
        this.pool = pool;
        this.insisted = insisted;
        this.clock = clock.withZone(settings.schedule().zone());
    }

    /** Sets what the course's archive is compared with; if there is no such archive, one is made in any case. */
    public void find(@Variable(CourseWork.VARIABLE) CourseWork work) throws IOException {
        if (!settings.wanted()) {
            return;
        }
        boolean anew = insisted.getAsBoolean() || reader.failedDrillWantsAnother(work.getCourseId());
        List<ArchiveRow> newest = anew ? List.of() : newest(work.getCourseId());
        if (newest.isEmpty() || !good(newest, work)) {
            work.compareWith(new Reference(settings.strict(), null), null);
        } else {
            work.compareWith(new Reference(settings.strict(), newest.get(0).fingerprint()), newest.get(0));
        }
    }

    /** Whether the course is still what the archive holds, so that none was made; the reason is kept. */
    public boolean is(@Variable(CourseWork.VARIABLE) CourseWork work) {
        if (work.report() == null || !work.report().unchanged()) {
            return false;
        }
        // not a variable of its own: a predicate works on a copy of the exchange, and what it sets there is lost
        work.decided("unchanged since "
                + work.newest().started().atZone(clock.getZone()).toLocalDate() + ", archive still good");
        return true;
    }

    /** The places of the newest archive; empty unless all of it can be relied on as far as the history knows. */
    private List<ArchiveRow> newest(long courseId) {
        List<ArchiveRow> all = reader.archives(courseId);
        List<ArchiveRow> newest = all.isEmpty()
                ? List.of()
                : all.stream().filter(row -> row.runId() == all.get(0).runId()).toList();
        return newest.stream()
                        .allMatch(row -> row.result() == Result.OK
                                && row.fingerprint() != null
                                && row.fingerprint().equals(newest.get(0).fingerprint())
                                && row.removed() == null
                                && row.damaged() == null)
                ? newest
                : List.of();
    }

    private boolean good(List<ArchiveRow> newest, CourseWork work) throws IOException {
        if (!everywhere(newest)) {
            return false;
        }
        Map<ArchiveRow, Path> files = new LinkedHashMap<>();
        for (ArchiveRow row : newest) {
            Optional<Path> file = places.find(row.location(), row.bytes());
            if (file.isEmpty()
                    || AgeFile.named(row.fileName()) != target.recipients().wanted()
                    || ThinArchive.named(row.fileName()) != pool.wanted()
                    || pool.wanted() && !pool.complete(file.get())
                    || !AgeFile.named(row.fileName())
                            && ArchiveIdentity.of(file.get())
                                    .filter(identity -> identity.courseId() == row.courseId())
                                    .isEmpty()) {
                LOG.info(
                        "Course {}: its newest archive is not, or no longer, at {} with the {} bytes that it had, or"
                                + " lacks contents in the pool, or is not of the kind that the settings want;"
                                + " a new one is made whether the course has changed or not.",
                        row.courseId(),
                        row.location(),
                        row.bytes());
                return false;
            }
            files.put(row, file.get());
        }
        boolean good = true;
        for (Map.Entry<ArchiveRow, Path> of : files.entrySet()) {
            good &= !due(of.getKey()) || readBack(of.getKey(), of.getValue(), work);
        }
        return good;
    }

    /** Whether the history has it in every place where the settings want an archive today. */
    private boolean everywhere(List<ArchiveRow> newest) {
        String name = newest.get(0).fileName();
        List<String> wanted = new ArrayList<>();
        if (target.storage().inDirectory()) {
            wanted.add(
                    target.endpoint().startsWith("file:")
                            ? target.directory()
                                    .toAbsolutePath()
                                    .normalize()
                                    .resolve(name)
                                    .toString()
                            : Target.address(target.endpoint(), name));
        }
        if (target.copied()) {
            wanted.add(Target.address(target.second(), name));
        }
        List<String> there = newest.stream().map(ArchiveRow::location).toList();
        return there.containsAll(wanted)
                && (!target.storage().inCourse() || there.stream().anyMatch(CourseFiles::isLocation));
    }

    private boolean due(ArchiveRow row) {
        Instant now = clock.instant();
        return row.readBack().isBefore(now.minus(settings.readBackAfter()))
                || row.readBack().isAfter(now.plus(CLOCKS_DIFFER));
    }

    private boolean readBack(ArchiveRow row, Path file, CourseWork work) {
        ArchiveReading.Found found = reading.read(row, file, () -> false);
        if (found.sound()) {
            history.archives().reread(row.location(), clock.instant(), found.finding());
            return true;
        }
        history.archives().damaged(row.courseId(), row.location(), clock.instant(), found.finding());
        work.warnLater("The archive of " + row.started().atZone(clock.getZone()).toLocalDate() + ", " + row.location()
                + ", was good when it was made and is damaged now ("
                + found.finding()
                + "). A new one was made. Check that disk and its other files.");
        return false;
    }
}
