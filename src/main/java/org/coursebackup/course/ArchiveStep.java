package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;

import org.apache.camel.Exchange;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.history.PlannedNames;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.FinalNames;
import org.coursebackup.store.TargetException;

/**
 * The bean {@code archiver} of the routes: has the course's archive written as {@code NAME.mbz.part}. The part is
 * always called by Moodle's default rule, so that it is known for what it is; the archive's own name may follow the
 * site's template.
 */
public final class ArchiveStep {
    private final Archiver archiver;
    private final ArchiveSettings settings;
    private final Path target;
    private final ZoneId zone;
    private final FinalNames names;
    private final PlannedNames planned;

    public ArchiveStep(Archiver archiver, Settings settings, FinalNames names, PlannedNames planned) {
        this.archiver = archiver;
        this.settings = settings.archive();
        this.target = settings.target().directory();
        this.zone = settings.schedule().zone();
        this.names = names;
        this.planned = planned;
    }

    /** Leaves nothing under the final name; the engine forces the part file to disk. */
    public void write(Exchange exchange) throws IOException, SQLException, ArchiveException {
        CourseWork work = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
        String standard = ArchiveName.of(work.getCourseId(), work.getShortname(), work.begun(), zone, settings)
                .free(this::there)
                .fileName();
        // where archives go elsewhere, only the history tells which names other processes gave
        String name = names.give(
                work.getRunId(),
                work.getCourseId(),
                work.begun(),
                standard,
                taken -> there(taken) || planned.has(taken));
        if (!name.equals(standard)) {
            planned.note(work.getCourseId(), work.begun(), name, this::there);
        }
        Path part = target.resolve(standard + ArchiveName.PART);
        work.writeTo(part, name);
        try {
            work.written(archiver.archive(work.getCourseId(), name, settings, part));
        } catch (IOException e) {
            // the engine reports trouble with the pool as warnings; what remains is the folder it writes to
            throw TargetException.of(target, e);
        }
    }

    private boolean there(String name) {
        return Files.exists(target.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }
}
