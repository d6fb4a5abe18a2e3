package org.coursebackup.history;

/**
 * A course as shown in lists.
 *
 * @param status Moodle's number, one character
 * @param result result of the last run that worked on it; null before the first
 * @param reason why it failed, was skipped or has a warning; null if all is well
 * @param ended when that run was done with it, epoch seconds; 0 for never
 * @param nextStart epoch seconds, 0 for at once
 * @param goodMade when its newest good archive was finished, epoch seconds, 0 for none
 * @param goodBytes size of that archive
 * @param millis time it took to make that archive
 */
public record CourseEntry(
        long courseId,
        String shortname,
        String fullname,
        boolean visible,
        String status,
        Result result,
        String reason,
        long ended,
        long nextStart,
        long goodMade,
        long goodBytes,
        long millis) {}
