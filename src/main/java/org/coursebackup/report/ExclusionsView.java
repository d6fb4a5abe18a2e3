package org.coursebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.coursebackup.history.Exclusions;
import org.coursebackup.history.Exclusions.Excluded;

/**
 * Courses that somebody excluded from being backed up.
 *
 * @param courses how many are excluded now
 * @param next those whose exclusion ends first, the first to end first
 * @param soon how many of them end within a week; counted up to the number that is named
 * @param ended those whose exclusion has ended in the last week, so that they are backed up again
 */
public record ExclusionsView(long courses, List<Excluded> next, long soon, List<Excluded> ended) {
    private static final int NAMED = 20;
    private static final Duration SOON = Duration.ofDays(7);

    static ExclusionsView of(Exclusions exclusions, Instant now) {
        List<Excluded> next = exclusions.endingAfter(now, NAMED);
        return new ExclusionsView(
                exclusions.count(),
                next,
                next.stream()
                        .filter(known -> !known.exclusion().holds(now.plus(SOON)))
                        .count(),
                exclusions.endingAfter(now.minus(SOON), NAMED).stream()
                        .filter(known -> !known.exclusion().holds(now))
                        .toList());
    }

    /** Whether there is anything to say. */
    public boolean any() {
        return courses > 0 || !ended.isEmpty();
    }
}
