package org.coursebackup.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.CourseWork;
import org.coursebackup.course.Reason;
import org.coursebackup.history.Announced;
import org.coursebackup.history.History;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.schedule.NextStart;
import org.coursebackup.verify.ArchiveNotGoodException;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.ReadBack;

/**
 * The bean {@code outcome} of the routes: decides how a course ended and records it in the history. The SQL that
 * updates Moodle is in the route files.
 */
public final class Outcomes {
    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private final History history;
    private final PublishedArchives archives;
    private final NextStart nextStart;
    private final Function<CourseWork, Optional<String>> shared;
    private final Clock clock;

    /**
     * @param target the folder that archives are published in
     * @param key what manifests are signed with
     * @param shared what there is to say of the earlier archive with which one shares contents that is not good
     */
    public Outcomes(
            Path target,
            ManifestKey key,
            History history,
            NextStart nextStart,
            Function<CourseWork, Optional<String>> shared,
            Clock clock) {
        this.shared = shared;
        this.archives = new PublishedArchives(target, key, history);
        this.history = history;
        this.nextStart = nextStart;
        this.clock = clock;
    }

    /**
     * The archive was read back and is about to get its final name: announces what the course becomes then, so that an
     * archive whose process is killed a moment later is found at the next start.
     *
     * @throws IOException if an earlier archive of the course still waits to be recorded, and can't be read
     */
    public void announced(Exchange exchange) throws IOException {
        CourseWork work = work(exchange);
        for (Announced earlier : history.announced(work.getCourseId())) {
            // otherwise archives that nobody knows would pile up while the history can't be written
            archives.account(earlier);
        }
        warn(work, exchange);
        history.announce(work.announcement(result(work), reason(work), clock.instant(), nextStart.regular()));
    }

    /** The archive was read back and published: OK, or a warning if something is missing from it. */
    public void published(Exchange exchange) {
        CourseWork work = work(exchange);
        String produced = exchange.getMessage().getHeader(Exchange.FILE_NAME_PRODUCED, String.class);
        if (produced != null || work.locations().isEmpty()) {
            work.publishedAt(produced == null ? work.getFileName() : produced);
        }
        warn(work, exchange);
        finish(work, result(work), reason(work), nextStart.regular());
        history.record(work.outcome(), work.details(), work.dueAgain());
    }

    private static void warn(CourseWork work, Exchange exchange) {
        List<?> found = exchange.getVariable(ReadBack.WARNINGS, List.of(), List.class);
        work.warn(found.stream().map(String::valueOf).toList());
        ArchiveVerification read = exchange.getVariable(ReadBack.VERIFICATION, ArchiveVerification.class);
        work.readBack(read == null ? 0 : read.bytes());
    }

    private static Result result(CourseWork work) {
        return work.report().warnings().isEmpty() ? Result.OK : Result.WARNING;
    }

    private static String reason(CourseWork work) {
        List<String> warnings = work.report().warnings();
        return warnings.isEmpty()
                ? null
                : warnings.get(0) + (warnings.size() == 1 ? "" : " (and " + (warnings.size() - 1) + " more)");
    }

    /** The course is still what its newest good archive holds, which counts as good as of now. */
    public void unchanged(Exchange exchange) {
        CourseWork work = work(exchange);
        finish(work, Result.UNCHANGED, work.decision(), nextStart.regular());
        record(work);
    }

    /** A rule skipped the course; the reason was kept when the rules were applied. */
    public void skipped(Exchange exchange) {
        CourseWork work = work(exchange);
        finish(work, Result.SKIPPED, work.decision(), nextStart.regular());
        history.record(work.outcome(), work.details(), work.dueAgain());
    }

    /**
     * Something went wrong: no archive; the reason is kept and the part file deleted. An archive that was published
     * before stays one. Never fails itself.
     */
    public void failed(Exchange exchange) {
        CourseWork work = work(exchange);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (work.result() == Result.INTERRUPTED) {
            // a worker trips over the program being stopped: its course is already recorded
            dropPart(work);
            return;
        }
        if (work.result() != null && work.result().current()) {
            // the archive is in place and was read back; what failed was writing that down
            recordOrLog(work);
            return;
        }
        finish(work, Result.FAILED, Reason.of(cause) + source(work, cause), nextStart.afterError());
        if (!Reason.expected(cause)) {
            LOG.warn("Course {} failed unexpectedly", work.getCourseId(), cause);
        }
        dropPart(work);
        recordOrLog(work);
    }

    /** If what was read back is not good, the earlier archive that it shares contents with may not be either. */
    private String source(CourseWork work, Exception cause) {
        if (!(cause instanceof ArchiveNotGoodException)) {
            return "";
        }
        try {
            return shared.apply(work).map(words -> " " + words).orElse("");
        } catch (RuntimeException unusable) {
            LOG.warn(
                    "The archive with which course {} shares contents could not be looked at: {}",
                    work.getCourseId(),
                    Reason.of(unusable));
            return "";
        }
    }

    /** The course was deleted while it waited. Never fails itself. */
    public void gone(Exchange exchange) {
        CourseWork work = work(exchange);
        finish(work, Result.GONE, "deleted while it waited", NextStart.NEVER);
        dropPart(work);
        recordOrLog(work);
    }

    /** The process is about to end while the course is being worked on; it is due again at once. Never fails itself. */
    public void interrupted(CourseWork work) {
        finish(work, Result.INTERRUPTED, "interrupted", work.begun());
        dropPart(work);
        recordOrLog(work);
    }

    private void finish(CourseWork work, Result result, String reason, Instant next) {
        work.finish(result, reason, clock.instant(), next);
    }

    private void recordOrLog(CourseWork work) {
        if (work.dry()) {
            return;
        }
        try {
            record(work);
        } catch (RuntimeException unusable) {
            LOG.error(
                    "Course {}: {}. The history could not record this: {}. Check history.db.url and free space.",
                    work.getCourseId(),
                    work.getReason() == null ? work.result() : work.getReason(),
                    Reason.of(unusable));
        }
    }

    private void record(CourseWork work) {
        if (work.result() == Result.UNCHANGED) {
            history.unchanged(work.outcome(), work.newest().runId(), work.dueAgain());
        } else {
            history.record(work.outcome(), work.details(), work.dueAgain());
        }
    }

    private static void dropPart(CourseWork work) {
        if (work.getPart() != null) {
            try {
                work.dropManifest();
                Files.deleteIfExists(Path.of(work.getPart()));
            } catch (IOException stays) {
                LOG.warn(
                        "Cannot delete {} ({}). It is an incomplete archive; the next run tries again to delete it.",
                        work.getPart(),
                        stays.toString());
            }
        }
    }

    private static CourseWork work(Exchange exchange) {
        return exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
    }
}
