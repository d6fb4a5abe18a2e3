package org.coursebackup.prove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.SiteVersions;

/**
 * Which components, by frankenstyle name, have something in which courses, and their versions. Types that a few tables
 * don't reveal (availability, enrolment, local plugins) are covered only by chance.
 */
public final class SiteComponents {
    private static final List<String> QUESTIONS =
            List.of("SELECT DISTINCT %s AS course, CONCAT('qtype_', q.qtype) AS component FROM {question_categories} qc"
                    + " JOIN {context} x ON x.id = qc.contextid%s JOIN {question_bank_entries} e ON"
                    + " e.questioncategoryid = qc.id"
                    + " JOIN {question_versions} v ON v.questionbankentryid = e.id JOIN {question} q ON q.id ="
                    + " v.questionid WHERE %s");

    private final MoodleDatabase moodle;

    public SiteComponents(MoodleDatabase moodle) {
        this.moodle = moodle;
    }

    /** Versions by component; Moodle's own is that of {@code core}. */
    public Map<String, String> versions() {
        return SiteVersions.read(moodle).under(ComponentVerdict.CORE);
    }

    /** The components in every course of the site; several statements over whole tables. */
    public Map<Long, Set<String>> byCourse() {
        Map<Long, Set<String>> components = new HashMap<>();
        moodle.sql("SELECT id FROM {course}").query(row -> {
            components.put(row.getLong(1), new TreeSet<>(Set.of(ComponentVerdict.CORE)));
        });
        statements("").forEach(sql -> moodle.sql(sql).query(row -> {
            Set<String> known = components.get(row.getLong("course"));
            if (known != null) {
                known.add(row.getString("component"));
            }
        }));
        return components;
    }

    /** The components in one course; the same statements restricted to the course. */
    public Set<String> of(long courseId) {
        Set<String> components = new TreeSet<>(Set.of(ComponentVerdict.CORE));
        statements(" AND %s = " + courseId).forEach(sql -> moodle.sql(sql).query(row -> {
            components.add(row.getString("component"));
        }));
        return components;
    }

    /** @param only condition on the course, or empty; {@code %s} stands for its id */
    private static List<String> statements(String only) {
        List<String> all = new ArrayList<>();
        String ofModule = " JOIN {course_modules} cm ON cm.id = x.instanceid";
        all.add("SELECT DISTINCT cm.course AS course, CONCAT('mod_', m.name) AS component FROM {course_modules} cm"
                + " JOIN {modules} m ON m.id = cm.module WHERE cm.deletioninprogress = 0"
                + only.formatted("cm.course"));
        all.add("SELECT c.id AS course, CONCAT('format_', c.format) AS component FROM {course} c WHERE 1 = 1"
                + only.formatted("c.id"));
        all.add("SELECT DISTINCT x.instanceid AS course, CONCAT('block_', b.blockname) AS component FROM"
                + " {block_instances} b"
                + " JOIN {context} x ON x.id = b.parentcontextid WHERE x.contextlevel = 50"
                + only.formatted("x.instanceid"));
        all.add("SELECT DISTINCT cm.course AS course, CONCAT('block_', b.blockname) AS component FROM"
                + " {block_instances} b"
                + " JOIN {context} x ON x.id = b.parentcontextid" + ofModule + " WHERE x.contextlevel = 70"
                + only.formatted("cm.course"));
        all.add(QUESTIONS.get(0).formatted("x.instanceid", "", "x.contextlevel = 50" + only.formatted("x.instanceid")));
        all.add(QUESTIONS.get(0).formatted("cm.course", ofModule, "x.contextlevel = 70" + only.formatted("cm.course")));
        all.add("SELECT DISTINCT a.course AS course, CONCAT(p.subtype, '_', p.plugin) AS component FROM"
                + " {assign_plugin_config} p"
                + " JOIN {assign} a ON a.id = p.assignment WHERE p.name = 'enabled'"
                + only.formatted("a.course"));
        all.add("SELECT DISTINCT w.course AS course, CONCAT('workshopform_', w.strategy) AS component FROM"
                + " {workshop} w WHERE 1 = 1"
                + only.formatted("w.course"));
        all.add("SELECT DISTINCT cm.course AS course, CONCAT('gradingform_', g.activemethod) AS component FROM"
                + " {grading_areas} g"
                + " JOIN {context} x ON x.id = g.contextid" + ofModule
                + " WHERE x.contextlevel = 70 AND g.activemethod IS NOT NULL" + only.formatted("cm.course"));
        return all;
    }
}
