package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which courses a list has: those that meet every condition.
 *
 * @param search part of a short or full name, or an id; empty for all
 * @param status Moodle's number, one character; empty for all
 * @param age of the newest good archive: {@code day}, {@code week}, {@code month} (younger than that, and older than
 *     the one before), {@code older}, {@code none}; empty for all
 * @param cause id of a {@link Cause} that they have at present; empty for all
 * @param category id of Moodle's category that they are in; 0 for all
 * @param component that they have something of, as far as they were looked at; empty for all
 * @param unproven components of which they have at least one; empty for all
 * @param excluded whether only courses that somebody excluded from being backed up
 * @param now what ages are counted from, and whether exclusions hold
 */
public record CourseFilter(
        String search,
        String status,
        String age,
        String cause,
        long category,
        String component,
        List<String> unproven,
        boolean excluded,
        Instant now) {
    /** All courses. */
    public static final CourseFilter ALL = new CourseFilter("", "", "", "", 0, "", List.of(), false, Instant.EPOCH);

    /** The ages there are, youngest first. */
    public static final List<String> AGES = List.of("day", "week", "month", "older", "none");

    private static final int[] AGE_DAYS = {0, 1, 7, 30};

    /** The condition in SQL, with the word where, on the table {@code course}; empty for all courses. */
    String where(List<Object> parameters) {
        List<String> conditions = new ArrayList<>();
        searched(conditions, parameters);
        if (!status.isEmpty()) {
            conditions.add("status = ?");
            parameters.add(status);
        }
        if (age.equals("none")) {
            conditions.add("good_as_of = 0 and status <> '3' and not " + Exclusions.EXCLUDED + "?)");
            parameters.add(now.getEpochSecond());
        } else if (AGES.contains(age)) {
            aged(AGES.indexOf(age), conditions, parameters);
        }
        if (category != 0) {
            conditions.add("category_id = ?");
            parameters.add(category);
        }
        if (!component.isEmpty()) {
            having(List.of(component), conditions, parameters);
        }
        if (!unproven.isEmpty()) {
            having(unproven, conditions, parameters);
        }
        if (excluded) {
            conditions.add(Exclusions.EXCLUDED + "?)");
            parameters.add(now.getEpochSecond());
        }
        if (!cause.isEmpty()) {
            conditions.add("status in ('0', '4')"
                    + " and course_id in (select x.course_id from course_cause x where x.cause_id = ?)");
            parameters.add(cause);
        }
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private static void having(List<String> components, List<String> conditions, List<Object> parameters) {
        conditions.add("course_id in (select k.course_id from course_component k where k.component in (?"
                + ", ?".repeat(components.size() - 1) + "))");
        parameters.addAll(components);
    }

    private void searched(List<String> conditions, List<Object> parameters) {
        String words = search.strip().toLowerCase(Locale.ROOT);
        if (!words.isEmpty()) {
            // as an escape character '!' means the same to every database, unlike a backslash
            String like = "%" + words.replaceAll("([!%_])", "!$1") + "%";
            boolean number = words.matches("\\d{1,18}");
            conditions.add("(lower(shortname) like ? escape '!' or lower(fullname) like ? escape '!'"
                    + (number ? " or course_id = ?)" : ")"));
            parameters.add(like);
            parameters.add(like);
            if (number) {
                parameters.add(Long.parseLong(words));
            }
        }
    }

    private void aged(int band, List<String> conditions, List<Object> parameters) {
        conditions.add("good_as_of > 0");
        if (band > 0) {
            conditions.add("good_as_of < ?");
            parameters.add(daysAgo(AGE_DAYS[band]));
        }
        if (band < AGE_DAYS.length - 1) {
            conditions.add("good_as_of >= ?");
            parameters.add(daysAgo(AGE_DAYS[band + 1]));
        }
    }

    private long daysAgo(int days) {
        return now.minus(Duration.ofDays(days)).getEpochSecond();
    }
}
