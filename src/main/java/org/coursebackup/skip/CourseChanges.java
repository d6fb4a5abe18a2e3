package org.coursebackup.skip;

/**
 * Moodle's log, asked for changes of a course. Asked only when a rule needs it: the log is the largest table of a site.
 */
@FunctionalInterface
public interface CourseChanges {
    /** Whether anything but a reading access was logged in the course after that moment (epoch seconds, exclusive). */
    boolean changedSince(long courseId, long epochSeconds);
}
