package org.coursebackup.report;

import java.util.Map;
import java.util.function.Function;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.report.CourseView.Verdict;
import org.coursebackup.skip.CourseFacts;
import org.coursebackup.skip.SkipDecision;

/** Asks the skip rules about one course as it is in Moodle now. */
public final class SkipVerdicts {
    private final JdbcTemplate moodle;
    private final String prefix;
    private final Function<CourseFacts, SkipDecision> rules;

    public SkipVerdicts(DataSource moodle, String prefix, Function<CourseFacts, SkipDecision> rules) {
        this.moodle = new JdbcTemplate(moodle);
        this.prefix = prefix;
        this.rules = rules;
    }

    /** Null for a course that Moodle no longer has. */
    public Verdict of(long courseId) {
        return moodle
                .queryForList(
                        "SELECT c.id AS courseid, c.shortname, c.fullname, c.visible, c.timemodified,"
                                + " COALESCE(b.laststatus, '5') AS laststatus, COALESCE(b.laststarttime, 0) AS"
                                + " laststarttime,"
                                + " COALESCE(b.lastendtime, 0) AS lastendtime FROM " + prefix + "course c LEFT JOIN "
                                + prefix
                                + "backup_courses b ON b.courseid = c.id WHERE c.id = ?",
                        courseId)
                .stream()
                .findFirst()
                .map(this::verdict)
                .orElse(null);
    }

    private Verdict verdict(Map<String, Object> row) {
        SkipDecision decision = rules.apply(CourseFacts.of(row));
        return new Verdict(decision.skip(), decision.reason());
    }
}
