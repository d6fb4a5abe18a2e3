package org.coursebackup.demo;

/** Chat, survey, database, wiki, BigBlueButton. */
final class TalkingActivities {
    private TalkingActivities() {}

    static void make(Course course, long group) {
        chat(course, group);
        survey(course);
        database(course, group);
        wiki(course, group);
        conference(course, group);
    }

    private static void chat(Course course, long group) {
        Module module = course.activity(
                "chat", "Chat", "intro", "<p>Talk.</p>", "introformat", 1, "chattime", course.site.daysAgo(2));
        for (String table : new String[] {"chat_messages", "chat_messages_current"}) {
            course.site.rows.add(
                    table,
                    "chatid",
                    module.instance(),
                    "userid",
                    course.students.get(0),
                    "groupid",
                    group,
                    "message",
                    "Hello & good day",
                    "timestamp",
                    course.site.daysAgo(2));
        }
    }

    private static void survey(Course course) {
        DemoRows rows = course.site.rows;
        long question = rows.add(
                "survey_questions",
                "text",
                "How do you learn?",
                "shorttext",
                "learn",
                "intro",
                "how",
                "type",
                1,
                "options",
                "often,seldom");
        Module module = course.activity(
                "survey",
                "Survey",
                "intro",
                "",
                "introformat",
                1,
                "template",
                4,
                "questions",
                String.valueOf(question),
                "timecreated",
                course.site.daysAgo(20));
        rows.add(
                "survey_answers",
                "userid",
                course.students.get(0),
                "survey",
                module.instance(),
                "question",
                question,
                "time",
                course.site.daysAgo(3),
                "answer1",
                "2",
                "answer2",
                "");
        rows.add(
                "survey_analysis",
                "survey",
                module.instance(),
                "userid",
                course.students.get(0),
                "notes",
                "Learns seldom");
    }

    private static void database(Course course, long group) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "data",
                "Collection",
                "intro",
                "<p>Collect.</p>",
                "introformat",
                1,
                "assessed",
                1,
                "scale",
                10,
                "comments",
                1,
                "singletemplate",
                "<b>[[Find]]</b>",
                "approval",
                1);
        course.grades.item(module, 10);
        long text = rows.add(
                "data_fields",
                "dataid",
                module.instance(),
                "type",
                "text",
                "name",
                "Find",
                "description",
                "what",
                "required",
                1);
        long file = rows.add(
                "data_fields", "dataid", module.instance(), "type", "file", "name", "Picture", "description", "");
        for (long user : course.students) {
            long record = rows.add(
                    "data_records",
                    "userid",
                    user,
                    "groupid",
                    group,
                    "dataid",
                    module.instance(),
                    "timecreated",
                    course.site.daysAgo(8),
                    "timemodified",
                    course.site.daysAgo(7),
                    "approved",
                    1);
            rows.add("data_content", "fieldid", text, "recordid", record, "content", "A stone <grey>");
            long picture = rows.add("data_content", "fieldid", file, "recordid", record, "content", "stone.png");
            course.site.file(module.context(), "mod_data", "content", picture, "stone.png", Content.png((int) user));
            rows.add(
                    "rating",
                    "contextid",
                    module.context(),
                    "component",
                    "mod_data",
                    "ratingarea",
                    "entry",
                    "itemid",
                    record,
                    "scaleid",
                    10,
                    "rating",
                    7,
                    "userid",
                    course.people.teacher,
                    "timecreated",
                    course.site.daysAgo(6),
                    "timemodified",
                    course.site.daysAgo(6));
            rows.add(
                    "comments",
                    "contextid",
                    module.context(),
                    "component",
                    "mod_data",
                    "commentarea",
                    "database_entry",
                    "itemid",
                    record,
                    "content",
                    "Nice.",
                    "userid",
                    course.people.teacher,
                    "timecreated",
                    course.site.daysAgo(6));
            course.site.tag("Stones", "mod_data", "data_records", record, module.context());
        }
        rows.set("data", module.instance(), "defaultsort", text);
    }

    private static void wiki(Course course, long group) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "wiki", "Wiki", "intro", "", "introformat", 1, "firstpagetitle", "Start", "defaultformat", "html");
        long subwiki = rows.add("wiki_subwikis", "wikiid", module.instance(), "groupid", group);
        course.site.file(module.context(), "mod_wiki", "attachments", subwiki, "sketch.png", Content.png(77));
        long start = wikiPage(course, subwiki, "Start", "<p>See [[More]]</p>");
        long more = wikiPage(course, subwiki, "More", "<p>More.</p>");
        rows.add("wiki_links", "subwikiid", subwiki, "frompageid", start, "topageid", more);
        rows.add("wiki_links", "subwikiid", subwiki, "frompageid", start, "topageid", 0, "tomissingpage", "Nowhere");
        rows.add("wiki_synonyms", "subwikiid", subwiki, "pageid", more, "pagesynonym", "Much more");
        course.site.tag("Start", "mod_wiki", "wiki_pages", start, module.context());
    }

    private static long wikiPage(Course course, long subwiki, String title, String text) {
        long user = course.students.get(0);
        long page = course.site.rows.add(
                "wiki_pages",
                "subwikiid",
                subwiki,
                "title",
                title,
                "cachedcontent",
                text,
                "userid",
                user,
                "timecreated",
                course.site.daysAgo(10),
                "timemodified",
                course.site.daysAgo(9),
                "timerendered",
                course.site.daysAgo(9));
        for (int version = 0; version < 2; version++) {
            course.site.rows.add(
                    "wiki_versions",
                    "pageid",
                    page,
                    "content",
                    version == 0 ? "" : text,
                    "contentformat",
                    "html",
                    "version",
                    version,
                    "timecreated",
                    course.site.daysAgo(10 - version),
                    "userid",
                    user);
        }
        return page;
    }

    private static void conference(Course course, long group) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "bigbluebuttonbn",
                "Conference",
                "intro",
                "",
                "introformat",
                1,
                "meetingid",
                "meeting-1",
                "moderatorpass",
                "m",
                "viewerpass",
                "v",
                "welcome",
                "Welcome",
                "participants",
                "[]",
                "timecreated",
                course.site.daysAgo(9));
        rows.add(
                "bigbluebuttonbn_logs",
                "courseid",
                course.id,
                "bigbluebuttonbnid",
                module.instance(),
                "userid",
                course.students.get(0),
                "timecreated",
                course.site.daysAgo(3),
                "meetingid",
                "meeting-1",
                "log",
                "Join",
                "meta",
                "{\"origin\":0}");
        rows.add(
                "bigbluebuttonbn_recordings",
                "courseid",
                course.id,
                "bigbluebuttonbnid",
                module.instance(),
                "groupid",
                group,
                "recordingid",
                "rec-1",
                "status",
                2,
                "importeddata",
                "",
                "timecreated",
                course.site.daysAgo(3),
                "usermodified",
                course.people.teacher,
                "timemodified",
                course.site.daysAgo(3));
    }
}
