package org.coursebackup.skip;

/**
 * Tells from Moodle's log whether a course changed. Used only when a rule needs it: the log is a site's largest table.
 */
@FunctionalInterface
public interface CourseChanges {
    /** Whether anything but read access was logged in the course after that moment (epoch seconds, exclusive). */
    boolean changedSince(long courseId, long epochSeconds);
}
