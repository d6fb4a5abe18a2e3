package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.settings.Settings;
import org.coursebackup.share.Kept;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.FinalNames;
import org.coursebackup.store.Target;
import org.coursebackup.store.TargetException;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.ReadBack;

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
    private final String endpoint;
    private final boolean elsewhere;
    private final FinalNames names;
    private final HistoryReader history;

    public ArchiveStep(Archiver archiver, Settings settings, FinalNames names, HistoryReader history) {
        this.archiver = archiver;
        this.settings = settings.archive();
        this.target = settings.target().directory();
        this.zone = settings.schedule().zone();
        this.endpoint = settings.target().endpoint();
        this.elsewhere = settings.target().storage().inDirectory() && !endpoint.startsWith("file:");
        this.names = names;
        this.history = history;
    }

    /** Leaves nothing under the final name; the engine forces the part file to disk. */
    public void write(Exchange exchange) throws IOException, SQLException, ArchiveException {
        CourseWork work = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
        String standard = ArchiveName.of(work.getCourseId(), work.getShortname(), work.begun(), zone, settings)
                .free(this::there)
                .fileName();
        String name = names.give(work.getRunId(), work.getCourseId(), work.begun(), standard, this::taken);
        Path part = target.resolve(standard + ArchiveName.PART);
        work.writeTo(part, name);
        try {
            work.written(archiver.archive(work.getCourseId(), name, settings, part, work.reference()));
            exchange.setProperty(ReadBack.RELIED, work.report().sharing().relied());
            Map<String, Kept> kept = work.report().sharing().kept();
            if (kept != null) {
                exchange.getExchangeExtension().addOnCompletion(new Dropping(kept));
            }
        } catch (IOException e) {
            // the engine reports trouble with the pool as warnings; what remains is the folder it writes to
            throw TargetException.of(target, e);
        }
    }

    /** Where archives go elsewhere, only the history tells which names other processes gave. */
    private boolean taken(String name) {
        return there(name)
                || elsewhere
                        && (history.published(Target.address(endpoint, name))
                                || history.published(Target.address(endpoint, name + AgeFile.SUFFIX)));
    }

    private boolean there(String name) {
        return Files.exists(target.resolve(name), LinkOption.NOFOLLOW_LINKS)
                || Files.exists(target.resolve(name + AgeFile.SUFFIX), LinkOption.NOFOLLOW_LINKS)
                || Files.exists(target.resolve(name + ThinArchive.SUFFIX), LinkOption.NOFOLLOW_LINKS);
    }

    /** However the exchange ends: what has no name in the pool by then gets none. */
    private static final class Dropping extends SynchronizationAdapter {
        private final Map<String, Kept> kept;

        Dropping(Map<String, Kept> kept) {
            this.kept = kept;
        }

        @Override
        public void onDone(Exchange exchange) {
            TargetPool.drop(kept);
        }
    }
}
