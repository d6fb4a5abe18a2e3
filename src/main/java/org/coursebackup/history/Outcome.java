package org.coursebackup.history;

import java.util.List;
import java.util.Map;

/**
 * What a run did with one course.
 *
 * @param reason why it failed, was skipped or has a warning; null if all is well
 * @param started epoch seconds, when work on it began
 * @param ended epoch seconds
 * @param millis time spent on it
 * @param bytes size of the archive, 0 without one
 * @param statements SQL statements sent for it
 * @param warnings what the course has but the archive lacks
 * @param rowsByTable number of rows read, by table without prefix
 * @param unreadTables number of the course's rows in tables that no definition reads, by table
 * @param locations where the archive was published
 * @param nextStart epoch seconds
 */
public record Outcome(
        long runId,
        long courseId,
        String shortname,
        String fullname,
        Result result,
        String reason,
        long started,
        long ended,
        long millis,
        long bytes,
        int entries,
        int statements,
        List<String> warnings,
        Map<String, Long> rowsByTable,
        Map<String, Long> unreadTables,
        List<String> locations,
        long nextStart) {}
