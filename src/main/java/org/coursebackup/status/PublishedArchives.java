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
import org.coursebackup.history.Announced;
import org.coursebackup.history.History;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.VerifyArchive;

/**
 * Archives that got their final name before their outcome could be recorded: their process was killed in between, or
 * the history could not be written. What they were about to become was announced in the history.
 */
final class PublishedArchives {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedArchives.class);
    private static final String DAMAGED = ".damaged";

    private final Path target;
    private final History history;

    PublishedArchives(Path target, History history) {
        this.target = target;
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
            history.withdraw(announced);
            return Optional.empty();
        }
        ArchiveVerification verification = new VerifyArchive().verify(archive);
        if (!verification.good()
                || Files.size(archive) != announced.outcome().measures().bytes()) {
            Path aside = archive.resolveSibling(announced.fileName() + DAMAGED);
            Files.move(archive, aside, StandardCopyOption.REPLACE_EXISTING);
            history.withdraw(announced);
            LOG.error(
                    "Course {}: {} was published just before the process ended, but is not what"
                            + " was read back then ({})."
                            + " It does not count and is called {} now; the course is tried again. Look at the disk.",
                    course,
                    archive,
                    verification.summary(),
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
}
