package org.coursebackup.history;

/**
 * The latest the history knows of one course.
 *
 * @param result of the last run that touched it, null before the first
 * @param ended of that, epoch seconds
 * @param goodStarted when its newest good archive was begun, epoch seconds, 0 for none
 * @param goodMade when its newest good archive was finished, epoch seconds, 0 for none
 * @param goodBytes size of that archive
 */
public record CourseRow(
        long courseId,
        String shortname,
        String fullname,
        Result result,
        String reason,
        long runId,
        long ended,
        long nextStart,
        long goodStarted,
        long goodMade,
        long goodBytes) {}
