package org.coursebackup.skip;

import java.time.Clock;

/** The skip rules with their sources: the log, the history and the clock. Thread-safe. */
public final class SkipFilter {
    private final SkipRules rules;
    private final CourseChanges log;
    private final GoodArchives history;
    private final Clock clock;

    public SkipFilter(SkipRules rules, CourseChanges log, GoodArchives history, Clock clock) {
        this.rules = rules;
        this.log = log;
        this.history = history;
        this.clock = clock;
    }

    /** Whether the course is skipped now. */
    public SkipDecision decide(CourseFacts course) {
        return rules.decide(course, history.newestStart(course.courseId()), log, clock.instant());
    }
}
