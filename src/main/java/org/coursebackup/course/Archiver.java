package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.Reference;

/** Makes the archive of one course. */
@FunctionalInterface
public interface Archiver {
    /**
     * Writes the archive, unless it would hold what another does that it is compared with; the report says whether. One
     * that cannot compare makes the archive.
     *
     * @param reference what it is compared with; null for nothing
     */
    ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException, SQLException, ArchiveException;

    /** Writes the archive in any case. */
    default ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part)
            throws IOException, SQLException, ArchiveException {
        return archive(courseId, name, settings, part, null);
    }
}
