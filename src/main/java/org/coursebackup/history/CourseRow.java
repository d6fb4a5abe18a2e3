package org.coursebackup.history;

/**
 * The latest that the history knows about one course.
 *
 * @param result result of the last run that worked on it; null before the first
 * @param ended when that run was done with it, epoch seconds
 * @param goodStarted when making its newest good archive began, epoch seconds, 0 for none
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
