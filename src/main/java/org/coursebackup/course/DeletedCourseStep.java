package org.coursebackup.course;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.history.DeletedCourse;
import org.coursebackup.history.DeletedCourses;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.retention.RetentionDecision;

/**
 * The bean {@code deletedCourses} of the routes: archives of courses that Moodle no longer has. They are listed, and
 * kept for {@code keep.deleted-days} after a run first missed the course; 0 keeps them indefinitely. A course that
 * comes back, for instance because Moodle itself was restored, is treated like any other again. Pinned archives stay.
 */
public final class DeletedCourseStep {
    private static final Logger LOG = LoggerFactory.getLogger(DeletedCourseStep.class);
    private static final int PORTION = 1000;

    private final Duration keep;
    private final MoodleCourses moodle;
    private final DeletedCourses deleted;
    private final RetentionStep retention;
    private final Clock clock;

    /** @param keep how long; zero for ever */
    public DeletedCourseStep(
            Duration keep, MoodleCourses moodle, DeletedCourses deleted, RetentionStep retention, Clock clock) {
        this.keep = keep;
        this.moodle = moodle;
        this.deleted = deleted;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Looks for them and removes archives whose time is over. Never fails, since no course depends on it. Only for the
     * holder of the run lock.
     */
    public void tidy() {
        try {
            notice();
            for (DeletedCourse course : deleted.all()) {
                if (over(course)) {
                    remove(course);
                }
            }
        } catch (DataAccessException | IOException failure) {
            LOG.warn(
                    "Archives of courses deleted from Moodle were not looked at: {} They stay until a run does.",
                    Reason.of(failure));
        }
    }

    /** What happens to the archives of a course that Moodle no longer has; empty for every other course. */
    public Optional<List<RetentionDecision>> decide(long courseId) throws IOException {
        Optional<DeletedCourse> course = deleted.find(courseId);
        return course.isEmpty() ? Optional.empty() : Optional.of(decide(course.get()));
    }

    /** The same for archives of the course that lie elsewhere, about which the rules {@code keep.*} have decided. */
    public Optional<List<RetentionDecision>> decide(long courseId, List<RetentionDecision> decisions) {
        return deleted.find(courseId).map(course -> decide(course, decisions));
    }

    private List<RetentionDecision> decide(DeletedCourse course) throws IOException {
        return decide(course, retention.decide(course.courseId()));
    }

    private List<RetentionDecision> decide(DeletedCourse course, List<RetentionDecision> decisions) {
        String since = "its course was deleted from Moodle, as noticed on "
                + course.noticed().atZone(clock.getZone()).toLocalDate();
        return decisions.stream()
                .map(decision -> {
                    String pinned = decision.archive().pinned();
                    boolean stays = pinned != null || !over(course);
                    String reason = pinned != null
                            ? pinned + "; " + since
                            : since + (keep.isZero() ? "" : "; kept for " + keep.toDays() + " days");
                    return new RetentionDecision(decision.archive(), stays, reason);
                })
                .toList();
    }

    private void notice() {
        Set<Long> known = deleted.all().stream().map(DeletedCourse::courseId).collect(Collectors.toSet());
        long after = 0;
        List<Long> portion;
        do {
            portion = deleted.archivedAfter(after, PORTION);
            Set<Long> there = moodle.existing(portion);
            Instant now = clock.instant();
            for (long course : portion) {
                if (!there.contains(course) && !known.contains(course)) {
                    deleted.missed(course, now);
                }
                after = course;
            }
        } while (portion.size() == PORTION);
        List<Long> asked = List.copyOf(known);
        for (int from = 0; from < asked.size(); from += PORTION) {
            moodle.existing(asked.subList(from, Math.min(asked.size(), from + PORTION)))
                    .forEach(deleted::forget);
        }
    }

    private boolean over(DeletedCourse course) {
        return !keep.isZero() && !clock.instant().isBefore(course.noticed().plus(keep));
    }

    private void remove(DeletedCourse course) throws IOException {
        List<RetentionDecision> decisions = decide(course);
        retention.carryOut(course.courseId(), decisions);
        // copies may lie elsewhere
        if (decisions.stream().noneMatch(RetentionDecision::keep) && !deleted.archived(course.courseId())) {
            deleted.forget(course.courseId());
        }
    }
}
