package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.CourseGoneException;
import org.coursebackup.archive.Reference;
import org.coursebackup.moodle.MoodleCourses;

/**
 * Only Moodle's main database says that a course is gone. A replica that is behind, or was set up in part, may lack a
 * course that exists; then the course fails, and keeps its row and its status.
 */
public final class MainDatabaseDecides implements Archiver {
    private final Archiver archiver;
    private final MoodleCourses moodle;

    /** @param moodle the courses in the main database */
    public MainDatabaseDecides(Archiver archiver, MoodleCourses moodle) {
        this.archiver = archiver;
        this.moodle = moodle;
    }

    @Override
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException, SQLException, ArchiveException {
        try {
            return archiver.archive(courseId, name, settings, part, reference);
        } catch (CourseGoneException missing) {
            if (moodle.find(courseId).isEmpty() || moodle.beingDeleted().contains(courseId)) {
                throw missing;
            }
            // without its cause, by which the error handler would take the course for gone
            throw new ArchiveException(
                    "Course " + courseId + " exists in Moodle's main database, but not in the one that content is read"
                            + " from (moodle.read.db.url): that replica is behind or lacks something. No archive was"
                            + " made; the course will be tried again. Look at the replica's state.");
        }
    }
}
