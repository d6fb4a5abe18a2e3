package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.CourseFiles;
import org.coursebackup.store.Pins;

/** The bean {@code courseFiles} of the routes: the course's file area for automated backups in Moodle. */
public final class CourseFileStep {
    private static final Logger LOG = LoggerFactory.getLogger(CourseFileStep.class);

    private final CourseFiles area;
    private final HistoryReader reader;
    private final boolean wanted;
    private final boolean only;

    /** @param moodle Moodle's main database, which is written to */
    public CourseFileStep(
            Settings settings, MoodleDatabase moodle, History history, HistoryReader reader, Clock clock) {
        this.reader = reader;
        this.wanted = settings.target().storage().inCourse();
        this.only = !settings.target().storage().inDirectory();
        area = new CourseFiles(
                moodle,
                settings.moodle().site().filedir(),
                settings.moodle().site().trashdir(),
                settings.keep(),
                new Pins(
                        settings.target().directory(),
                        clock.withZone(settings.schedule().zone()))::of,
                location -> history.archives().removed(location, clock.instant()),
                clock.withZone(settings.schedule().zone()));
    }

    /** Puts the verified archive there; if that is its only place the part file is deleted. */
    public void publish(@Variable(CourseWork.VARIABLE) CourseWork work) throws IOException {
        work.publishedAt(area.publish(work.getCourseId(), Path.of(work.getPart()), work.getFileName(), work.begun()));
        if (only) {
            Files.deleteIfExists(Path.of(work.getPart()));
        }
    }

    /**
     * Only after the status is written: removes old archives. Never fails, since the new archive is safe whatever
     * happens here.
     */
    public void tidy(@Variable(CourseWork.VARIABLE) CourseWork work) {
        if (!wanted || !work.result().current()) {
            return;
        }
        try {
            area.tidy(work.getCourseId(), work.getFileName(), KnownArchives.byLocation(reader, work.getCourseId()));
        } catch (RuntimeException failure) {
            LOG.warn(
                    "Course {}: old archives in its file area stay for now: {}",
                    work.getCourseId(),
                    Reason.of(failure));
        }
    }
}
