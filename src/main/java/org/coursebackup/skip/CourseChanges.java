package org.coursebackup.skip;

import java.time.Instant;

/**
 * Tells from Moodle's log whether a course changed. Used only when a rule needs it: the log is a site's largest table.
 */
@FunctionalInterface
public interface CourseChanges {
    /** Whether anything but read access was logged in the course after that moment. */
    boolean changedSince(long courseId, Instant moment);
}
