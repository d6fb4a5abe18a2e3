package org.coursebackup.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.TemporaryFolders;

/** The demo site with Moodle 5.1's changes to the tables, for adding question banks. Course 7 gets the activities. */
final class BankSite {
    static final long COURSE = 7;
    /** Ids from here on are the tests'. */
    private static final long OWN = 500;

    private final DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
    private ArchiveReport report;
    private long nextItem = 1;

    BankSite() {
        version("501", "5.1 (Build: 20251006)");
        build("2025100600");
        sql("create table mdl_qbank (id bigint primary key, course bigint, name varchar(1333), timecreated"
                + " bigint default 0, timemodified bigint default 0,"
                + " intro varchar, introformat bigint default 1, type varchar(255) default 'standard')");
        sql("insert into mdl_modules (id, name) values (900, 'qbank')");
        for (String plugin : List.of(
                "mod_qbank",
                "qbank_managecategories",
                "qbank_tagquestion",
                "qbank_deletequestion",
                "qbank_editquestion",
                "qbank_viewquestionname",
                "qbank_viewquestiontext",
                "qbank_viewquestiontype",
                "qbank_viewcreator")) {
            sql("delete from mdl_config_plugins where plugin = ?", plugin);
            sql("insert into mdl_config_plugins (plugin, name, value) values (?, 'version', '2025100600')", plugin);
        }
        for (String column : List.of(
                "component varchar(100) default ''", "area varchar(100) default ''", "itemid bigint default 0")) {
            sql("alter table mdl_customfield_data add column " + column);
        }
        sql("create table mdl_customfield_shared (id bigint primary key, categoryid bigint, component"
                + " varchar(100), area varchar(100), itemid bigint)");
    }

    /** Removes everything that tests added. */
    void clear() {
        version("501", "5.1 (Build: 20251006)");
        build("2025100600");
        for (String table : List.of(
                "question_references",
                "question_set_references",
                "question_categories",
                "question_bank_entries",
                "question_versions",
                "question",
                "tag_instance",
                "qbank")) {
            sql("delete from mdl_" + table);
        }
        for (String table : List.of("quiz", "quiz_slots", "course_modules", "block_instances", "tag")) {
            sql("delete from mdl_" + table + " where id >= " + OWN);
        }
        sql("delete from mdl_context where id >= " + OWN);
        sql("delete from mdl_config_plugins where name = 'disabled'");
    }

    /** Sets the build: the row in the table config to which conditions with a version number refer. */
    void build(String number) {
        sql("update mdl_config set value = ? where name = 'version'", number);
    }

    void version(String branch, String release) {
        sql("update mdl_config set value = ? where name = 'branch'", branch);
        sql("update mdl_config set value = ? where name = 'release'", release);
    }

    /**
     * Adds a quiz or a question bank at the end of the course; its course module and context get the instance's number.
     */
    void activity(String module, long number) {
        sql(
                "insert into mdl_" + module + " (id, course, name, intro) values (?, ?, 'An activity', '')",
                number,
                COURSE);
        sql(
                "insert into mdl_context (id, contextlevel, instanceid, path, depth) values (?, 70, ?, '', 3)",
                number,
                number);
        sql(
                "insert into mdl_course_modules (id, course, module, instance, section) select ?, ?, (select id"
                        + " from mdl_modules where name = ?), ?,"
                        + " (select min(id) from mdl_course_sections where course = ?)",
                number,
                COURSE,
                module,
                number,
                COURSE);
    }

    /** Adds a bank of another course. */
    void bankElsewhere(long number) {
        sql(
                "insert into mdl_context (id, contextlevel, instanceid, path, depth) values (?, 70, ?, '', 3)",
                number,
                number);
    }

    void category(long id, long context, long parent) {
        sql(
                "insert into mdl_question_categories (id, name, contextid, info, stamp, parent) values (?, ?,"
                        + " ?, '', ?, ?)",
                id,
                "Category " + id,
                context,
                "stamp" + id,
                parent);
    }

    /**
     * Adds a version of an entry, which is made with the first; the question's id is ten times the entry's plus the
     * version.
     */
    long question(long entry, long category, String type, String status) {
        if (count("select count(*) from mdl_question_bank_entries where id = ?", entry) == 0) {
            sql("insert into mdl_question_bank_entries (id, questioncategoryid) values (?, ?)", entry, category);
        }
        long version = count("select count(*) from mdl_question_versions where questionbankentryid = ?", entry) + 1;
        long id = entry * 10 + version;
        sql(
                "insert into mdl_question (id, name, questiontext, generalfeedback, qtype) values (?, ?, '', '', ?)",
                id,
                "Question " + id,
                type);
        sql(
                "insert into mdl_question_versions (questionbankentryid, version, questionid, status) values"
                        + " (?, ?, ?, ?)",
                entry,
                version,
                id,
                status);
        return id;
    }

    void question(long entry, long category) {
        question(entry, category, "truefalse", "ready");
    }

    /** Makes a question part of another, like those of embedded-answer questions. */
    void partOf(long part, long whole) {
        sql("update mdl_question set parent = ? where id = ?", whole, part);
    }

    void tag(long question, long tag, String name) {
        if (count("select count(*) from mdl_tag where id = ?", tag) == 0) {
            sql(
                    "insert into mdl_tag (id, userid, tagcollid, name, rawname) select ?, 2, tagcollid, ?, ?"
                            + " from mdl_tag_area where itemtype = 'question'",
                    tag,
                    name,
                    name);
        }
        sql(
                "insert into mdl_tag_instance (tagid, component, itemtype, itemid, contextid) values (?,"
                        + " 'core_question', 'question', ?, 1)",
                tag,
                question);
    }

    /** Adds a slot with that question in its latest version. */
    void slot(long quiz, long entry) {
        long slot = 90_000 + nextItem++;
        sql("insert into mdl_quiz_slots (id, slot, quizid, page, maxmark) values (?, ?, ?, 1, 1)", slot, slot, quiz);
        sql(
                "insert into mdl_question_references (usingcontextid, component, questionarea, itemid,"
                        + " questionbankentryid) values (?, 'mod_quiz', 'slot', ?, ?)",
                quiz,
                slot,
                entry);
    }

    /** Adds a slot with a random question. */
    void random(long quiz, String condition) {
        sql(
                "insert into mdl_question_set_references (usingcontextid, component, questionarea, itemid,"
                        + " questionscontextid, filtercondition)"
                        + " values (?, 'mod_quiz', 'slot', ?, ?, ?)",
                quiz,
                90_000 + nextItem++,
                quiz,
                condition);
    }

    void sql(String sql, Object... values) {
        try (Connection connection = moodle.pool().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private long count(String sql, long value) {
        try (Connection connection = moodle.pool().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, value);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Archives the course; returns the documents by name. */
    SortedMap<String, String> archive() {
        try {
            Path archive = TemporaryFolders.create("archives").resolve("course.mbz");
            report = Archives.make(moodle, COURSE, ArchiveSettings.everything(), archive);
            return Archives.contents(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException | ArchiveException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the engine said about the last archive. */
    ArchiveReport report() {
        return report;
    }

    static List<Long> entries(SortedMap<String, String> archive) {
        return ids(archive.get("questions.xml"), "<question_bank_entry id=\"(\\d+)\"");
    }

    static List<Long> categories(SortedMap<String, String> archive) {
        return ids(archive.get("questions.xml"), "<question_category id=\"(\\d+)\"");
    }

    /** The categories that an activity's inforef.xml lists. */
    static List<Long> listed(SortedMap<String, String> archive, String activity) {
        return ids(archive.get("activities/" + activity + "/inforef.xml"), "<question_category>\\s*<id>(\\d+)");
    }

    private static List<Long> ids(String document, String pattern) {
        List<Long> ids = new ArrayList<>();
        Pattern.compile(pattern)
                .matcher(document)
                .results()
                .map(MatchResult::group)
                .forEach(match -> ids.add(Long.parseLong(match.replaceAll("\\D", ""))));
        ids.sort(null);
        return ids;
    }
}
