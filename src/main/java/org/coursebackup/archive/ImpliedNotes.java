package org.coursebackup.archive;

import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.Collectors;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.site.SiteConfig;
import org.coursebackup.archive.site.Snapshot;

/**
 * Notes that come from no row being written (groups, scales of outcomes, files of questions), and facts about users
 * noted.
 */
final class ImpliedNotes {
    private final Snapshot snapshot;
    private final CoursePlan plan;
    private final Annotations annotations;
    private final Definitions definitions;
    private final SiteConfig config;
    private final ArchiveSettings settings;

    ImpliedNotes(
            Snapshot snapshot,
            CoursePlan plan,
            Annotations annotations,
            Definitions definitions,
            SiteConfig config,
            ArchiveSettings settings) {
        this.snapshot = snapshot;
        this.plan = plan;
        this.annotations = annotations;
        this.definitions = definitions;
        this.config = config;
        this.settings = settings;
    }

    /**
     * The course's groups and groupings, and the groups in the groupings that the course and each course module name;
     * called before any other document has noted groupings.
     */
    void noteGroups() throws SQLException, IOException {
        if (!settings.on(BackupSetting.GROUPS)) {
            return;
        }
        Task course = plan.tasks().get(0);
        snapshot.query(
                "select 'group', g.id from {groups} g where g.courseid = " + plan.courseId
                        + " union all select 'grouping', g.id from {groupings} g where g.courseid = " + plan.courseId,
                row -> course.note(row.getString(1), row.getLong(2)));
        IdSet groupings = new IdSet();
        plan.tasks().forEach(task -> groupings.addAll(task.noted("grouping")));
        for (String list : groupings.inLists()) {
            snapshot.query(
                    "select g.groupingid, g.groupid from {groupings_groups} g where g.groupingid in (" + list + ")",
                    row -> {
                        for (Task task : plan.tasks()) {
                            if (task.noted("grouping").contains(row.getLong(1))) {
                                task.note("group", row.getLong(2));
                            }
                        }
                    });
        }
    }

    /** Scales of the outcomes that activities are graded with; they are final at once and appear in no inforef.xml. */
    void noteScalesOfOutcomes() throws SQLException, IOException {
        IdSet outcomes = new IdSet();
        plan.tasks(Task.Kind.ACTIVITY).forEach(task -> outcomes.addAll(task.noted("outcome")));
        for (String list : outcomes.inLists()) {
            snapshot.query(
                    "select o.scaleid from {grade_outcomes} o where o.id in (" + list + ")",
                    row -> annotations.finals("scale").add(row.getLong(1)));
        }
    }

    /** Files of questions are included by context, whether or not their question is in the archive. */
    void noteQuestionFiles(Task last) throws SQLException, IOException {
        IdSet contexts = new IdSet();
        for (String list : annotations.finals("question_category").inLists()) {
            snapshot.query(
                    "select distinct qc.contextid from {question_categories} qc where qc.id in (" + list + ")",
                    row -> contexts.add(row.getLong(1)));
        }
        String components = definitions.questionFileComponents().stream()
                .filter(config::installed)
                .map(component -> "'" + component + "'")
                .collect(Collectors.joining(", "));
        for (String list : contexts.inLists()) {
            snapshot.query(
                    "select f.id from {files} f where f.contextid in (" + list + ") and ("
                            + (components.isEmpty() ? "" : "f.component in (" + components + ") or ")
                            + "f.component = 'question' and f.filearea in ('questiontext', 'generalfeedback',"
                            + " 'answer', 'answerfeedback', 'hint',"
                            + " 'correctfeedback', 'partiallycorrectfeedback', 'incorrectfeedback'))",
                    row -> last.note("file", row.getLong(1)));
        }
    }

    void noteUserFiles(Task last) throws SQLException, IOException {
        if (settings.on(BackupSetting.ANONYMIZE) || !settings.on(BackupSetting.USERS)) {
            return;
        }
        for (String list : annotations.finals("user").inLists()) {
            snapshot.query(
                    "select f.id from {context} x join {files} f on f.contextid = x.id where x.contextlevel ="
                            + " 30 and x.instanceid in ("
                            + list + ") and f.component = 'user' and f.filearea in ('profile', 'icon')",
                    row -> last.note("file", row.getLong(1)));
        }
    }

    /** Whether any user the archive refers to comes from another MNet host. */
    boolean hasRemoteUsers() throws SQLException, IOException {
        boolean[] found = {false};
        for (String list : annotations.finals("user").inLists()) {
            snapshot.query(
                    "select 1 from {user} u where u.mnethostid <> " + config.number("mnet_localhost_id")
                            + " and u.id in (" + list + ")",
                    row -> found[0] = true);
        }
        return found[0];
    }
}
