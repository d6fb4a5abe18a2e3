package org.coursebackup.history;

import java.time.Instant;

/**
 * A course that has archives but that Moodle no longer has.
 *
 * @param noticed when a run first missed it in Moodle
 */
public record DeletedCourse(long courseId, String shortname, String fullname, Instant noticed) {}
