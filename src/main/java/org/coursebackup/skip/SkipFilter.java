package org.coursebackup.skip;

import java.time.Clock;
import java.util.function.LongPredicate;

/** The skip rules with their sources: the log, the history and the clock. Thread-safe. */
public final class SkipFilter {
    private final SkipRules rules;
    private final CourseChanges log;
    private final GoodArchives history;
    private final LongPredicate damaged;
    private final Clock clock;

    /** @param damaged whether a course's newest archive was found damaged: no rule skips such a course */
    public SkipFilter(SkipRules rules, CourseChanges log, GoodArchives history, LongPredicate damaged, Clock clock) {
        this.rules = rules;
        this.log = log;
        this.history = history;
        this.damaged = damaged;
        this.clock = clock;
    }

    /** Whether the course is skipped now. */
    public SkipDecision decide(CourseFacts course) {
        if (damaged.test(course.courseId())) {
            return SkipDecision.backUpBecause("its newest archive was found damaged");
        }
        return rules.decide(course, history.newestStart(course.courseId()), log, clock.instant());
    }
}
