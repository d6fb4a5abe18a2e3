package org.coursebackup.course;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.apache.camel.Variable;

import org.coursebackup.history.Exclusions;
import org.coursebackup.skip.SkipDecision;

/**
 * The bean {@code exclusions} of the routes: whether somebody excluded the course until a day. It comes before the
 * other skip rules, so that it also holds for a course whose newest archive is damaged; a run that sets the rules aside
 * sets it aside, too.
 */
public final class ExclusionStep {
    private final Exclusions exclusions;
    private final BooleanSupplier aside;

    /** @param aside whether the run in progress was asked to ignore the rules */
    public ExclusionStep(Exclusions exclusions, BooleanSupplier aside) {
        this.exclusions = exclusions;
        this.aside = aside;
    }

    /** Whether the course is excluded; if so, why is kept in its {@link CourseWork}. */
    public boolean excluded(@Variable(CourseWork.VARIABLE) CourseWork work) {
        Optional<SkipDecision> decision = aside.getAsBoolean() ? Optional.empty() : decide(work.getCourseId());
        decision.ifPresent(why -> work.decided(why.reason()));
        return decision.isPresent();
    }

    /** What it says about a course now; empty if it says nothing. */
    public Optional<SkipDecision> decide(long courseId) {
        return exclusions.holding(courseId).map(exclusion -> new SkipDecision(true, exclusion.toString()));
    }
}
