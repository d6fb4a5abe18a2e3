package org.coursebackup.report;

import java.util.function.Function;

import org.coursebackup.moodle.MoodleCourse;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.report.CourseView.Verdict;
import org.coursebackup.skip.CourseFacts;
import org.coursebackup.skip.SkipDecision;

/** Applies the skip rules to one course as it is in Moodle now. */
public final class SkipVerdicts {
    private final MoodleCourses courses;
    private final Function<CourseFacts, SkipDecision> rules;

    public SkipVerdicts(MoodleCourses courses, Function<CourseFacts, SkipDecision> rules) {
        this.courses = courses;
        this.rules = rules;
    }

    /** Null for a course that Moodle no longer has. */
    public Verdict of(long courseId) {
        return courses.find(courseId).map(this::verdict).orElse(null);
    }

    private Verdict verdict(MoodleCourse course) {
        SkipDecision decision = rules.apply(new CourseFacts(
                course.id(),
                course.visible(),
                course.timeModified(),
                course.statusNumber(),
                course.lastStart(),
                course.lastEnd()));
        return new Verdict(decision.skip(), decision.reason());
    }
}
