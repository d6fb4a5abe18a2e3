package org.coursebackup.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.coursebackup.history.CourseName;
import org.coursebackup.history.Ending;
import org.coursebackup.history.History;
import org.coursebackup.history.Measures;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.OutcomeDetails;
import org.coursebackup.history.Result;

/** Writes to a history what a run did with a course, for tests that need no run. */
public final class CourseRecords {
    private CourseRecords() {}

    /**
     * Ten seconds of work before it ended. The course is named C plus its id; an archive has 1,000 bytes and is named
     * after the id; a warning is about a missing file.
     */
    public static void record(History history, long run, long course, Result result, String reason, Instant ended) {
        boolean archived = result.archived();
        history.record(
                new Outcome(
                        run,
                        new CourseName(course, "C" + course, "Course " + course),
                        new Ending(result, reason, ended.minusSeconds(10), ended),
                        new Measures(Duration.ofSeconds(10), archived ? 1_000 : 0, archived ? 7 : 0, 70)),
                new OutcomeDetails(
                        result == Result.WARNING ? List.of("a file is missing") : List.of(),
                        Map.of("forum", 3L),
                        Map.of(),
                        archived ? List.of(course + ".mbz") : List.of(),
                        null,
                        null),
                ended.plus(Duration.ofDays(1)));
    }
}
