package org.coursebackup.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.CourseWork;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.Announced;
import org.coursebackup.history.History;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.OutcomeDetails;
import org.coursebackup.manifest.Manifest;
import org.coursebackup.manifest.Manifest.Trust;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.ManifestWriter;
import org.coursebackup.manifest.TrustedKeys;
import org.coursebackup.manifest.UnusableKeyException;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.VerifyArchive;

/**
 * Archives that got their final name before their outcome could be recorded: their process was killed in between, or
 * the history could not be written. What they were about to become was announced in the history.
 */
final class PublishedArchives {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedArchives.class);
    private static final String DAMAGED = ".damaged";
    private static final String ANOTHER = "its content is another";

    private final Path target;
    private final ManifestKey key;
    private final History history;

    PublishedArchives(Path target, ManifestKey key, History history) {
        this.target = target;
        this.key = key;
        this.history = history;
    }

    /** What was announced and not yet recorded, of all courses. */
    List<Announced> open() {
        return history.announced();
    }

    /**
     * Records the archive if it is there and can be read back completely; otherwise forgets that it was announced.
     *
     * @return the course's work, finished; empty if there is no good archive
     */
    Optional<CourseWork> account(Announced announced) throws IOException {
        Path archive = target.resolve(announced.fileName());
        long course = announced.outcome().course().id();
        if (!Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS)) {
            // its manifest gets its name first
            ManifestFile.remove(archive);
            history.withdraw(announced);
            return Optional.empty();
        }
        Optional<String> trouble = trouble(announced, archive);
        if (trouble.isPresent()) {
            Path aside = archive.resolveSibling(announced.fileName() + DAMAGED);
            Files.move(archive, aside, StandardCopyOption.REPLACE_EXISTING);
            if (ManifestFile.exists(archive)) {
                Files.move(ManifestFile.of(archive), ManifestFile.of(aside), StandardCopyOption.REPLACE_EXISTING);
            }
            history.withdraw(announced);
            LOG.error(
                    "Course {}: {} was published just before the process ended, but is not what"
                            + " was read back then ({})."
                            + " It does not count and is called {} now; the course is tried again. Look at the disk.",
                    course,
                    archive,
                    trouble.get(),
                    aside.getFileName());
            return Optional.empty();
        }
        CourseWork work =
                CourseWork.published(announced, archive.toAbsolutePath().normalize());
        history.recordFound(work.outcome(), work.details(), work.dueAgain());
        LOG.warn(
                "Course {}: {} was published just before the process ended. It was read back"
                        + " completely and counts now.",
                course,
                archive);
        return Optional.of(work);
    }

    /** Why it is not what was read back before it got its name; empty if it is, and then it has a manifest. */
    private Optional<String> trouble(Announced announced, Path archive) throws IOException {
        OutcomeDetails known = announced.details();
        TrustedKeys keys = key.trustedOrNone();
        if (known.sha256() == null && known.digest() == null
                || AgeFile.named(announced.fileName())
                || Manifest.beside(archive, keys).trust() == Trust.SIGNED) {
            VouchedArchive read = VouchedArchive.verify(archive, keys);
            String difference = read.verdict() == Verdict.DIFFERS ? read.sentence() : "";
            return trouble(
                    announced,
                    archive,
                    read.verification(),
                    same(known, read.sha256(), read.digest()) ? difference : ANOTHER);
        }
        Path part = archive.resolveSibling(archive.getFileName() + ManifestFile.SUFFIX + ArchiveName.PART);
        Outcome outcome = announced.outcome();
        try (ManifestWriter manifest =
                new ManifestWriter(part, outcome.course().id(), outcome.course().shortname(), outcome.runId())) {
            ArchiveVerification verification = new VerifyArchive().verify(archive, manifest);
            Optional<String> trouble = trouble(announced, archive, verification, "");
            if (trouble.isPresent()) {
                return trouble;
            }
            manifest.finish(announced.fileName(), outcome.ending().ended(), key);
            if (!same(known, manifest.sha256(), manifest.digest())) {
                return Optional.of(ANOTHER);
            }
            ManifestFile.place(part, archive);
            return Optional.empty();
        } catch (UnusableKeyException unusable) {
            LOG.warn("{} has no manifest: {}", archive, unusable.getMessage());
            return Optional.empty();
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Whether it is what was read back, as far as that was noted. */
    private static boolean same(OutcomeDetails known, String sha256, String digest) {
        return known.sha256() != null
                ? known.sha256().equals(sha256)
                : known.digest() == null || known.digest().equals(digest);
    }

    private static Optional<String> trouble(
            Announced announced, Path archive, ArchiveVerification verification, String difference) throws IOException {
        if (!verification.good()) {
            return Optional.of(verification.summary());
        }
        if (Files.size(archive) != announced.outcome().measures().bytes()) {
            return Optional.of("its size is another");
        }
        return difference.isEmpty() ? Optional.empty() : Optional.of(difference);
    }
}
