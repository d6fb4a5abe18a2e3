package org.coursebackup.web;

import org.coursebackup.report.LogTail;

/**
 * Which lines of the log a request asks for.
 *
 * @param level the least grave one; empty for all
 * @param course id of the course that they are about; 0 for all
 */
record LogQuery(String level, long course) {
    static LogQuery of(Request request) {
        String level = request.parameter("level", "");
        return new LogQuery(
                level.matches("ERROR|WARN|INFO") ? level : "", request.number("course", 0, 0, Integer.MAX_VALUE));
    }

    LogTail.Part in(LogTail log) {
        return log.latest(level, course);
    }
}
