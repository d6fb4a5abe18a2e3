package org.coursebackup.run;

import java.util.Map;

import org.apache.camel.Body;
import org.apache.camel.Variable;

import org.coursebackup.skip.CourseFacts;
import org.coursebackup.skip.SkipDecision;
import org.coursebackup.skip.SkipFilter;

/** The bean {@code skipRules} of the routes: the rules, unless the run was asked to leave them aside. */
public final class SkipStep {
    private final SkipFilter rules;
    private final Runs runs;

    public SkipStep(SkipFilter rules, Runs runs) {
        this.rules = rules;
        this.runs = runs;
    }

    /** Whether the course is to be skipped; the reason, either way, is kept with the course's {@link CourseWork}. */
    public boolean skip(@Body Map<String, ?> row, @Variable(CourseWork.VARIABLE) CourseWork work) {
        SkipDecision decision =
                runs.force() ? new SkipDecision(false, "the rules were left aside") : rules.decide(CourseFacts.of(row));
        // not a variable of its own: a predicate works on a copy of the exchange, and what it sets there is lost
        work.decided(decision.reason());
        return decision.skip();
    }
}
