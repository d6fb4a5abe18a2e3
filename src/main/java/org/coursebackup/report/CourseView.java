package org.coursebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseEntry;
import org.coursebackup.history.CourseList.Night;
import org.coursebackup.history.Exclusion;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.WarningGroup;
import org.coursebackup.status.CourseStatus;

/**
 * A course in a list.
 *
 * @param meaning Moodle's status in words
 * @param goodAge age of the newest good archive; null without one
 * @param sizes sizes in bytes of the last weeks' archives, oldest first
 * @param nights what became of it on each of the last 14 days, oldest first; empty where no run worked on it
 * @param excluded whether somebody excluded it from being backed up, and that still holds
 * @param exclusion which one, or the last one that is over; null if none is known
 */
public record CourseView(
        CourseEntry course,
        String meaning,
        Duration goodAge,
        List<Long> sizes,
        List<String> nights,
        boolean excluded,
        Exclusion exclusion) {
    /** How many days {@code nights} has. */
    static final int NIGHTS = 14;

    /** A page of the list. */
    public record Page(long total, int page, int size, List<CourseView> courses) {}

    /**
     * Everything about one course.
     *
     * @param verdict what the skip rules say now; null if Moodle's database can't be queried
     */
    public record Detail(CourseView course, Verdict verdict, List<Archive> archives, List<Outcome> runs) {}

    /** What the skip rules say. */
    public record Verdict(boolean skip, String reason) {}

    /**
     * An archive of the course.
     *
     * @param name file name
     * @param here whether it is here and can be downloaded
     * @param pinned why retention leaves it alone, null unless it is pinned
     * @param stay how long the rules for keeping archives leave it here; null if it is not here
     * @param manifest what its manifest is worth ({@link Downloads#manifest}); null if it was not looked at
     * @param warnings what the course has but the archive lacks
     * @param tables number of tables with rows in it
     * @param rows total number of rows
     */
    public record Archive(
            String name,
            boolean here,
            String pinned,
            RetentionPreview.Stay stay,
            String manifest,
            ArchiveRow archive,
            List<String> warnings,
            int tables,
            long rows,
            Map<String, Long> rowsByTable) {
        /** The warnings, those that differ only in details summed up. */
        public List<WarningGroup> groups() {
            return WarningGroup.of(warnings);
        }
    }

    static CourseView of(CourseEntry course, List<Night> runs, Exclusion exclusion, Instant now, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        List<String> nights = new ArrayList<>(Collections.nCopies(NIGHTS, ""));
        for (Night run : runs) {
            int day = NIGHTS
                    - 1
                    - (int) (today.toEpochDay()
                            - LocalDate.ofInstant(run.ended(), zone).toEpochDay());
            if (day >= 0 && day < NIGHTS) {
                nights.set(day, run.result().name());
            }
        }
        return new CourseView(
                course,
                CourseStatus.meaning(course.status().matches("\\d") ? Integer.parseInt(course.status()) : -1),
                course.good().age(now),
                runs.stream()
                        .filter(run -> run.result().archived())
                        .map(Night::bytes)
                        .toList(),
                nights,
                exclusion != null && exclusion.holds(now),
                exclusion);
    }
}
