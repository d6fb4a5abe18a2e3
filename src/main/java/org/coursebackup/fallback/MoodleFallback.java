package org.coursebackup.fallback;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.archive.Reference;
import org.coursebackup.course.Archiver;
import org.coursebackup.share.Sharing;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.VerifyArchive;

/**
 * If a course has content of a plugin without a definition, Moodle's own backup of that one course takes the place of
 * ours; it is verified and published like any other. If Moodle makes no good one, ours stays, with a warning.
 *
 * <p>Moodle's command line makes archives with users and with the site's settings for manual backups, so it is not used
 * if users or files are to be left out or users anonymised.
 */
public final class MoodleFallback implements Archiver {
    private static final Logger LOG = LoggerFactory.getLogger(MoodleFallback.class);
    /** Part of those of the engine's warnings that the fallback makes obsolete. */
    private static final String REMEDY = "archive.fallback=moodle";

    private final Archiver engine;
    private final MoodleCommand moodle;

    public MoodleFallback(Archiver engine, MoodleCommand moodle) {
        this.engine = engine;
        this.moodle = moodle;
    }

    /** Only an archive with all of the course is ever compared, so Moodle's own never is. */
    @Override
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException, SQLException, ArchiveException {
        return completed(engine.archive(courseId, name, settings, part, reference), settings, part);
    }

    private ArchiveReport completed(ArchiveReport ours, ArchiveSettings settings, Path part) throws IOException {
        if (ours.undescribed().isEmpty()) {
            return ours;
        }
        if (!settings.on(BackupSetting.USERS)
                || settings.on(BackupSetting.ANONYMIZE)
                || !settings.on(BackupSetting.FILES)) {
            return keep(ours, "it would hold users or files that the include settings leave out");
        }
        Path folder = Files.createTempDirectory(part.toAbsolutePath().getParent(), ".spool-moodle-");
        try {
            return replace(ours, part, folder);
        } catch (IOException failure) {
            return keep(ours, failure.getMessage());
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private ArchiveReport replace(ArchiveReport ours, Path part, Path folder) throws IOException {
        MoodleCommand.Outcome outcome = moodle.backUp(ours.courseId(), folder);
        Optional<Path> theirs = outcome.archive();
        if (theirs.isEmpty()) {
            return keep(ours, "Moodle made no archive; " + outcome.said());
        }
        Path archive = theirs.get();
        if (TgzBackup.is(archive)) {
            archive = folder.resolve("repacked.zip");
            TgzBackup.repack(theirs.get(), archive);
        }
        ArchiveVerification verification = new VerifyArchive().verify(archive);
        if (!verification.good()) {
            return keep(ours, "it is damaged: " + verification.errors().get(0));
        }
        PosixFileAttributeView rights = Files.getFileAttributeView(archive, PosixFileAttributeView.class);
        if (rights != null) {
            rights.setPermissions(Files.getPosixFilePermissions(part));
        }
        Files.move(archive, part, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOG.info(
                "Course {}: Moodle's own backup made the archive, since no definition describes {}.",
                ours.courseId(),
                String.join(", ", ours.undescribed()));
        List<String> left = ours.warnings().stream()
                .filter(warning -> !warning.contains(REMEDY))
                .toList();
        return new ArchiveReport(
                ours.courseId(),
                Files.size(part),
                Math.toIntExact(verification.entries()),
                ours.statements(),
                ours.rowsByTable(),
                Map.of(),
                left,
                ours.undescribed(),
                ours.missingContentHashes(),
                null,
                false,
                true,
                Sharing.NONE);
    }

    private static ArchiveReport keep(ArchiveReport ours, String why) {
        return ours.withWarnings(
                List.of("Moodle's own backup of this course could not replace this program's archive: " + why + "."));
    }
}
