package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.archive.Reference;

/** The program's own archiver. */
public record Engine(CourseArchiver archiver) implements Archiver {
    @Override
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part)
            throws IOException, SQLException, ArchiveException {
        return archiver.archive(courseId, name, settings, part);
    }

    @Override
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException, SQLException, ArchiveException {
        return archiver.archive(courseId, name, settings, part, reference);
    }
}
