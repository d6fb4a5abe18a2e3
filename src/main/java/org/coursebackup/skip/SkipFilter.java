package org.coursebackup.skip;

import java.time.Clock;
import java.util.function.LongPredicate;

/** The skip rules with their sources: the log, the history and the clock. Thread-safe. */
public final class SkipFilter {
    private final SkipRules rules;
    private final CourseChanges log;
    private final GoodArchives history;
    private final LongPredicate damaged;
    private final LongPredicate failedDrill;
    private final Clock clock;

    /**
     * No rule skips a course of which one of these is true.
     *
     * @param damaged whether its newest archive was found damaged
     * @param failedDrill whether its newest archive did not come back in a drill, so that another is to be made
     */
    public SkipFilter(
            SkipRules rules,
            CourseChanges log,
            GoodArchives history,
            LongPredicate damaged,
            LongPredicate failedDrill,
            Clock clock) {
        this.rules = rules;
        this.log = log;
        this.history = history;
        this.damaged = damaged;
        this.failedDrill = failedDrill;
        this.clock = clock;
    }

    /** Whether the course is skipped now. */
    public SkipDecision decide(CourseFacts course) {
        if (damaged.test(course.courseId())) {
            return SkipDecision.backUpBecause("its newest archive was found damaged");
        }
        if (failedDrill.test(course.courseId())) {
            return SkipDecision.backUpBecause("its newest archive did not come back in a restore drill");
        }
        return rules.decide(course, history.newestStart(course.courseId()), log, clock.instant());
    }
}
