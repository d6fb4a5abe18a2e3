package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;

/** Makes the archive of one course: {@code CourseArchiver.archive}. */
@FunctionalInterface
public interface Archiver {
    ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part)
            throws IOException, SQLException, ArchiveException;
}
