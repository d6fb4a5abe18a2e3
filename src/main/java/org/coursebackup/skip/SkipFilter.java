package org.coursebackup.skip;

import java.time.Clock;
import java.util.Map;

import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * The skip rules as a predicate of the route: {@code filter: {method: {ref: skipRules, method: skip}}} lets the courses
 * in that are to be skipped. The body is the row of the select step ({@link CourseFacts}). Safe for parallel use.
 */
public final class SkipFilter {
    /** Exchange variable with the reason, set whether the course is skipped or not. */
    public static final String REASON = "skipReason";

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

    /** Whether the course is to be skipped; the reason is put into the variable {@value #REASON}. */
    public boolean skip(@Body Map<String, ?> row, Exchange exchange) {
        SkipDecision decision = decide(CourseFacts.of(row));
        exchange.setVariable(REASON, decision.reason());
        return decision.skip();
    }

    /** The same without a route, for {@code run --dry-run}. */
    public SkipDecision decide(CourseFacts course) {
        return rules.decide(
                course,
                history.newestStart(course.courseId()),
                log,
                clock.instant().getEpochSecond());
    }
}
