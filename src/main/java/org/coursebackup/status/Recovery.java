package org.coursebackup.status;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.util.FileSystemUtils;

import org.coursebackup.course.CourseWork;
import org.coursebackup.course.Reason;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.Announced;
import org.coursebackup.history.Ending;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.run.Runs;
import org.coursebackup.schedule.NextStart;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.thin.PoolFolder;
import org.coursebackup.thin.ThinArchive;

/**
 * The bean {@code recovery} of the routes: cleans up what a killed process left behind. Only for the holder of the run
 * lock, since the courses of a live run look the same.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** No course takes longer. */
    private static final Duration LONGEST = Duration.ofHours(12);

    private final Path target;
    private final Outcomes outcomes;
    private final History history;
    private final HistoryReader reader;
    private final NextStart nextStart;
    private final PublishedArchives archives;
    private final UnrecordedRemovals removals;
    private final Runs runs;
    private final Clock clock;

    public Recovery(
            Path target,
            ManifestKey key,
            Outcomes outcomes,
            History history,
            HistoryReader reader,
            NextStart nextStart,
            Runs runs,
            Clock clock) {
        this.archives = new PublishedArchives(target, key, history);
        this.removals = new UnrecordedRemovals(target, history, reader);
        this.reader = reader;
        this.nextStart = nextStart;
        this.target = target;
        this.outcomes = outcomes;
        this.history = history;
        this.runs = runs;
        this.clock = clock;
    }

    /** Deletes partial archives and the engine's temporary files. Touches only names that we make. */
    public void dropParts() throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(
                target,
                "{backup-moodle2-course-*" + ArchiveName.PART + "," + ArchiveName.PUBLISHING + "*.mbz,"
                        + ArchiveName.PUBLISHING + "*.mbz" + AgeFile.SUFFIX + "," + ArchiveName.PUBLISHING + "*.mbz"
                        + ManifestFile.SUFFIX + "," + ArchiveName.PUBLISHING + "*.mbz" + AgeFile.SUFFIX
                        + ManifestFile.SUFFIX + "," + ArchiveName.PUBLISHING + "*.mbz" + ThinArchive.SUFFIX + ","
                        + ArchiveName.PUBLISHING + "*.mbz" + ThinArchive.SUFFIX + ManifestFile.SUFFIX + "}")) {
            for (Path part : parts) {
                Files.deleteIfExists(part);
                LOG.info(
                        "Deleted {}, an archive not yet published, or its manifest, left behind by a run that was"
                                + " interrupted.",
                        part);
            }
        }
        try (DirectoryStream<Path> spools = Files.newDirectoryStream(target, ".spool-*")) {
            for (Path spool : spools) {
                FileSystemUtils.deleteRecursively(spool);
            }
        }
        new PoolFolder(target.resolve(PoolFolder.NAME)).dropParts();
    }

    /**
     * Whether a course at status 2 was left behind: by a run that the history knows, or so long ago that whoever began
     * it is gone. Otherwise it belongs to somebody who doesn't know our lock, such as Moodle's own automated backup.
     */
    public boolean leftBehind(@Body Map<String, ?> row) {
        Instant begun = begun(row);
        boolean ours = history.ranAt(begun, runs.currentId());
        if (!ours && begun.plus(LONGEST).isAfter(clock.instant())) {
            LOG.warn(
                    "Course {} has been at status 2 since {}, but not by a run that the history knows. Another"
                            + " program may be at work on it, such as Moodle's own automated backup, so it is left"
                            + " alone until {}.",
                    row.get("courseid"),
                    begun,
                    begun.plus(LONGEST));
            return false;
        }
        return true;
    }

    /**
     * Records a course that was being worked on as interrupted; the route then updates Moodle. If the process was
     * killed after it had recorded what became of the course, that holds, and only Moodle has to be told.
     */
    public void interrupted(@Body Map<String, ?> row, Exchange exchange) {
        Instant begun = begun(row);
        long course = ((Number) row.get("courseid")).longValue();
        Optional<Outcome> recorded = reader.outcome(course, begun)
                .filter(outcome -> outcome.result().current() || outcome.result() == Result.FAILED);
        long run = recorded.map(Outcome::runId).orElseGet(() -> history.abandoned(runs.currentId()));
        CourseWork work = CourseWork.leftBehind(run == 0 ? runs.currentId() : run, row, begun);
        exchange.setVariable(CourseWork.VARIABLE, work);
        if (recorded.isPresent()) {
            Ending ending = recorded.get().ending();
            work.finish(
                    ending.result(),
                    ending.reason(),
                    ending.ended(),
                    ending.result().current() ? nextStart.regularAfter(ending.ended()) : clock.instant());
            LOG.warn("Course {} was done when the process ended; Moodle is told its status now.", course);
            return;
        }
        outcomes.interrupted(work);
        LOG.warn(
                "Course {} was being backed up when the process ended at some time after {}; it will be tried again.",
                course,
                begun);
    }

    /** Archives whose process was killed before their outcome was recorded, or perhaps before they got their name. */
    public List<Announced> announced() {
        return archives.open();
    }

    /**
     * Records the archive if it is good; the variable {@code work} then has its course, otherwise it is null. Never
     * fails, since no other course depends on it.
     */
    public void account(@Body Announced announced, Exchange exchange) {
        exchange.removeVariable(CourseWork.VARIABLE);
        try {
            archives.account(announced).ifPresent(work -> exchange.setVariable(CourseWork.VARIABLE, work));
        } catch (IOException | DataAccessException failure) {
            LOG.error(
                    "Course {}: whether its archive {} is good, and that it exists, could not"
                            + " be recorded: {} It is tried"
                            + " again at the next start.",
                    announced.outcome().course().id(),
                    announced.fileName(),
                    Reason.of(failure));
        }
    }

    private static Instant begun(Map<String, ?> row) {
        return Instant.ofEpochSecond(((Number) row.get("laststarttime")).longValue());
    }

    /** Ends, in the history, the runs that were left behind, and records what they removed without a word. */
    public void closeAbandoned() throws IOException {
        if (history.abandoned(runs.currentId()) == 0) {
            return;
        }
        int removed = removals.record(clock.instant());
        if (removed > 0) {
            LOG.info("{} old archives had been removed when the process ended; the history has it now.", removed);
        }
        history.endAbandoned(runs.currentId(), clock.instant());
    }
}
