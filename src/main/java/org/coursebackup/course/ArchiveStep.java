package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;

import org.apache.camel.Exchange;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.TargetException;

/** The bean {@code archiver} of the routes: has the course's archive written as {@code NAME.mbz.part}. */
public final class ArchiveStep {
    private final Archiver archiver;
    private final ArchiveSettings settings;
    private final Path target;
    private final ZoneId zone;

    public ArchiveStep(Archiver archiver, ArchiveSettings settings, Path target, ZoneId zone) {
        this.archiver = archiver;
        this.settings = settings;
        this.target = target;
        this.zone = zone;
    }

    /** Leaves nothing under the final name; the engine forces the part file to disk. */
    public void write(Exchange exchange) throws IOException, SQLException, ArchiveException {
        CourseWork work = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
        String name = ArchiveName.of(work.getCourseId(), work.getShortname(), work.begun(), zone, settings)
                .free(taken -> Files.exists(target.resolve(taken)))
                .fileName();
        Path part = target.resolve(name + ArchiveName.PART);
        work.writeTo(part, name);
        try {
            work.written(archiver.archive(work.getCourseId(), name, settings, part));
        } catch (IOException e) {
            // the engine reports trouble with the pool as warnings; what remains is the folder it writes to
            throw TargetException.of(target, e);
        }
    }
}
