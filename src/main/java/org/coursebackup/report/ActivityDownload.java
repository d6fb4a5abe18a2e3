package org.coursebackup.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Semaphore;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.export.ArchiveExport;
import org.coursebackup.export.ArchiveExport.CutOut;
import org.coursebackup.export.NoSuchActivityException;
import org.coursebackup.export.StoredCopy;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.language.Code;
import org.coursebackup.language.English;
import org.coursebackup.language.Text;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.verify.Printable;

/**
 * Cuts single activities out of archives for downloads, one at a time. The file lies where archives are made, since it
 * may be as large, and is gone once it is handed out; what a kill leaves goes with the next start.
 */
public final class ActivityDownload {
    private final Path target;
    private final ManifestKey key;
    private final ZoneId zone;
    private final Semaphore one = new Semaphore(1);

    /**
     * @param target the target folder
     * @param key whose signatures of manifests count
     * @param zone of the times in names
     */
    public ActivityDownload(Path target, ManifestKey key, ZoneId zone) {
        this.target = target;
        this.key = key;
        this.zone = zone;
    }

    /**
     * A file with the activity alone.
     *
     * @param name as Moodle would name it
     * @param content to be closed by whoever reads it
     */
    public record Cut(String name, InputStream content) {}

    /**
     * @throws NotFoundException if the archive has no such activity
     * @throws RefusedException if another is being cut out, or it can't be, and why
     */
    Cut of(ArchiveRow row, Path archive, long courseModule) throws IOException {
        if (AgeFile.named(row.fileName())) {
            throw new RefusedException(Text.of("refused.activity.encrypted", new Code("export --activity")));
        }
        if (!one.tryAcquire()) {
            throw new RefusedException(Text.of("refused.activity.busy"));
        }
        Path folder = null;
        try {
            folder = Files.createTempDirectory(target, ".spool-activity-");
            CutOut cut = new ArchiveExport(key.trustedOrNone())
                    .activity(
                            new StoredCopy(row, archive, row.fileName(), row.started()),
                            Optional.empty(),
                            courseModule,
                            zone,
                            folder::resolve,
                            false);
            Path file = cut.exported().file();
            Cut made = new Cut(file.getFileName().toString(), new Once(file, folder));
            folder = null;
            return made;
        } catch (NoSuchActivityException missing) {
            throw new NotFoundException(Text.of("missing.activity"));
        } catch (IOException damaged) {
            throw new RefusedException(
                    Text.of("refused.activity.damaged", new English(Printable.reason(damaged)), new Code("verify")));
        } finally {
            one.release();
            if (folder != null) {
                remove(folder);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** Is gone once it is closed. */
    private static final class Once extends FilterInputStream {
        private final Path folder;

        Once(Path file, Path folder) throws IOException {
            super(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE));
            this.folder = folder;
        }

        @Override
        public void close() throws IOException {
            super.close();
            Files.deleteIfExists(folder);
        }
    }
}
