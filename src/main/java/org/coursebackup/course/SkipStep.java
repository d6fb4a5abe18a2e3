package org.coursebackup.course;

import java.util.Map;
import java.util.function.BooleanSupplier;

import org.apache.camel.Body;
import org.apache.camel.Variable;

import org.coursebackup.skip.CourseFacts;
import org.coursebackup.skip.SkipDecision;
import org.coursebackup.skip.SkipFilter;

/** The bean {@code skipRules} of the routes: applies the rules, unless the run was asked to ignore them. */
public final class SkipStep {
    private final SkipFilter rules;
    private final BooleanSupplier aside;

    /** @param aside whether the run in progress was asked to ignore the rules */
    public SkipStep(SkipFilter rules, BooleanSupplier aside) {
        this.rules = rules;
        this.aside = aside;
    }

    /** Whether the course is to be skipped; the reason, either way, is kept in the course's {@link CourseWork}. */
    public boolean skip(@Body Map<String, ?> row, @Variable(CourseWork.VARIABLE) CourseWork work) {
        SkipDecision decision = aside.getAsBoolean()
                ? new SkipDecision(false, "the skip rules were set aside")
                : rules.decide(CourseFacts.of(row));
        // not a variable of its own: a predicate works on a copy of the exchange, and what it sets there is lost
        work.decided(decision.reason());
        return decision.skip();
    }
}
