package org.coursebackup.demo;

import java.util.Locale;

/**
 * An ordinary course centred on its users: groups, an assignment with a rubric, glossary, feedback, completion, a
 * badge.
 */
final class Bakery {
    private Bakery() {}

    static void make(DemoBuilder site, People people, long category) {
        Course course = new Course(
                site,
                people,
                category,
                "BAKERY",
                "Bread from flour & water",
                "groupmode",
                1,
                "summary",
                "<p>Four loaves in four weeks.</p>",
                "completionnotify",
                1);
        course.enrol(5);
        long[] groups = groups(course);
        course.section("Week one", "<p>Flour.</p>");
        new Activities(course)
                .page(
                        "Flour",
                        "<p>Type 550, and why <a href=\"" + DemoSite.WWWROOT + "/user/index.php?id=" + course.id
                                + "\">all of you</a> need it.</p>");
        Assignment loaf = loaf(course, groups);
        course.section(
                "Week two",
                "<p>Words.</p>",
                "availability",
                "{\"op\":\"&\",\"c\":[{\"type\":\"completion\",\"cm\":" + loaf.module.id()
                        + ",\"e\":1}],\"showc\":[true]}");
        glossary(course);
        feedback(course);
        Awards.completion(course, loaf.module);
        Awards.badge(course, loaf.module);
        Awards.competency(course, loaf.module);
        Awards.customField(course);
        long attitude = course.grades.category("Attitude");
        long apron = course.grades.manualItem("Apron worn", attitude);
        course.students.forEach(student -> {
            course.grades.grade(apron, student, 4, "<p>Washed as well.</p>");
            course.grades.total(student, 60);
        });
        site.rows.add("grade_letters", "contextid", course.context, "lowerboundary", 50, "letter", "Pass");
        site.rows.add("grade_letters", "contextid", course.context, "lowerboundary", 0, "letter", "Bake again");
        site.rows.add("grade_settings", "courseid", course.id, "name", "aggregationposition", "value", "1");
    }

    private static long[] groups(Course course) {
        DemoBuilder site = course.site;
        long grouping = site.rows.add(
                "groupings",
                "courseid",
                course.id,
                "name",
                "Ovens",
                "idnumber",
                "ovens",
                "description",
                "",
                "descriptionformat",
                1,
                "timecreated",
                site.daysAgo(70),
                "timemodified",
                site.daysAgo(70));
        long[] groups = new long[2];
        for (int g = 0; g < groups.length; g++) {
            groups[g] = site.rows.add(
                    "groups",
                    "courseid",
                    course.id,
                    "name",
                    g == 0 ? "Rye" : "Wheat",
                    "idnumber",
                    "",
                    "description",
                    "<p>Group of the oven " + g + "</p>",
                    "descriptionformat",
                    1,
                    "enrolmentkey",
                    g == 0 ? "rye!" : "",
                    "timecreated",
                    site.daysAgo(70),
                    "timemodified",
                    site.daysAgo(70));
            site.rows.add(
                    "groupings_groups", "groupingid", grouping, "groupid", groups[g], "timeadded", site.daysAgo(70));
        }
        site.file(course.context, "group", "description", groups[0], "rye.png", Content.png(41));
        for (int i = 0; i < course.students.size(); i++) {
            site.rows.add(
                    "groups_members",
                    "groupid",
                    groups[i % 2],
                    "userid",
                    course.students.get(i),
                    "timeadded",
                    site.daysAgo(69));
        }
        return groups;
    }

    private static Assignment loaf(Course course, long[] groups) {
        Assignment loaf =
                new Assignment(course, "Your first loaf", "<p>Bake it, <b>photograph</b> it, describe it.</p>");
        loaf.extend(groups[1]);
        for (int i = 0; i < course.students.size(); i++) {
            long student = course.students.get(i);
            loaf.submit(
                    student,
                    "<p>My loaf no. " + i + " rose for " + (i + 2) + " hours.</p>",
                    "loaf " + i + ".pdf",
                    Content.pdf("Loaf number " + i));
            if (i % 5 < 3) {
                loaf.grade(student, i % 3, "<p>Well done, number " + i + ".</p>");
            }
        }
        return loaf;
    }

    private static void glossary(Course course) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "glossary",
                "Words of bakers",
                "intro",
                "<p>Add one a week.</p>",
                "introformat",
                1,
                "allowcomments",
                1,
                "assessed",
                1,
                "scale",
                5,
                "timecreated",
                course.site.daysAgo(60),
                "completionentries",
                1);
        course.grades.item(module, 5);
        long category = rows.add("glossary_categories", "glossaryid", module.instance(), "name", "Dough");
        String[] words = {"Poolish", "Autolyse", "Crumb", "Proof"};
        for (int i = 0; i < words.length * course.site.scale; i++) {
            long user = course.students.get(i % course.students.size());
            long entry = rows.add(
                    "glossary_entries",
                    "glossaryid",
                    module.instance(),
                    "userid",
                    user,
                    "concept",
                    words[i % 4] + (i < 4 ? "" : " " + i),
                    "definition",
                    "<p>What bakers call " + words[i % 4] + ".</p>",
                    "definitionformat",
                    1,
                    "timecreated",
                    course.site.daysAgo(30),
                    "timemodified",
                    course.site.daysAgo(28),
                    "attachment",
                    i == 0 ? "1" : "");
            rows.add("glossary_entries_categories", "categoryid", category, "entryid", entry);
            rows.add("glossary_alias", "entryid", entry, "alias", "the " + words[i % 4].toLowerCase(Locale.ROOT));
            rows.add(
                    "rating",
                    "contextid",
                    module.context(),
                    "component",
                    "mod_glossary",
                    "ratingarea",
                    "entry",
                    "itemid",
                    entry,
                    "scaleid",
                    5,
                    "rating",
                    i % 6,
                    "userid",
                    course.people.teacher,
                    "timecreated",
                    course.site.daysAgo(20),
                    "timemodified",
                    course.site.daysAgo(20));
            rows.add(
                    "comments",
                    "contextid",
                    module.context(),
                    "component",
                    "mod_glossary",
                    "commentarea",
                    "glossary_entry",
                    "itemid",
                    entry,
                    "content",
                    "I know it under another name.",
                    "userid",
                    user,
                    "timecreated",
                    course.site.daysAgo(19));
            if (i == 0) {
                course.site.file(
                        module.context(),
                        "mod_glossary",
                        "attachment",
                        entry,
                        "poolish.txt",
                        Content.text("Half flour, half water.\n"));
            }
        }
    }

    private static void feedback(Course course) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "feedback",
                "How was week one?",
                "intro",
                "<p>Be honest.</p>",
                "introformat",
                1,
                "anonymous",
                2,
                "page_after_submit",
                "<p>Thank you.</p>",
                "page_after_submitformat",
                1,
                "multiple_submit",
                0);
        long stars = rows.add(
                "feedback_item",
                "feedback",
                module.instance(),
                "name",
                "Difficulty",
                "label",
                "d",
                "presentation",
                "r>>>>>Easy|Right|Hard",
                "typ",
                "multichoice",
                "hasvalue",
                1,
                "position",
                1,
                "required",
                1);
        long words = rows.add(
                "feedback_item",
                "feedback",
                module.instance(),
                "name",
                "What else?",
                "label",
                "w",
                "presentation",
                "40|5",
                "typ",
                "textarea",
                "hasvalue",
                1,
                "position",
                2,
                "dependitem",
                stars,
                "dependvalue",
                "Hard");
        for (int i = 0; i < course.students.size(); i++) {
            long answer = rows.add(
                    "feedback_completed",
                    "feedback",
                    module.instance(),
                    "userid",
                    course.students.get(i),
                    "timemodified",
                    course.site.daysAgo(7),
                    "anonymous_response",
                    2,
                    "courseid",
                    0);
            rows.add("feedback_value", "item", stars, "completed", answer, "value", String.valueOf(1 + i % 3));
            rows.add(
                    "feedback_value",
                    "item",
                    words,
                    "completed",
                    answer,
                    "value",
                    i % 3 == 2 ? "Less salt, please" : "");
        }
    }
}
