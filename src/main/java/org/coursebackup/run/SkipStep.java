package org.coursebackup.run;

import java.util.Map;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.coursebackup.skip.SkipFilter;

/** The bean {@code skipRules} of the routes: the rules, unless the run was asked to leave them aside. */
public final class SkipStep {
    private final SkipFilter rules;
    private final Runs runs;

    public SkipStep(SkipFilter rules, Runs runs) {
        this.rules = rules;
        this.runs = runs;
    }

    /** Whether the course is to be skipped; the reason, either way, is put into the variable {@link SkipFilter#REASON}. */
    public boolean skip(@Body Map<String, ?> row, Exchange exchange) {
        if (runs.force()) {
            exchange.setVariable(SkipFilter.REASON, "the rules were left aside (--force)");
            return false;
        }
        return rules.skip(row, exchange);
    }
}
