package org.coursebackup.demo;

/**
 * Rarely used features of every course: scales, outcomes, marking guide, whole-forum grades, aliases, content bank, old
 * log.
 */
final class Corners {
    private Corners() {}

    static void make(Course course, long group) {
        scales(course, group);
        guide(course);
        contents(course);
        DemoBuilder site = course.site;
        site.rows.add(
                "log",
                "time",
                site.daysAgo(40),
                "userid",
                course.students.get(0),
                "ip",
                "192.0.2.9",
                "course",
                course.id,
                "module",
                "course",
                "action",
                "view",
                "url",
                "view.php",
                "info",
                "");
        site.rows.add(
                "event",
                "name",
                "Group only",
                "description",
                "<p>x</p>",
                "format",
                1,
                "courseid",
                course.id,
                "groupid",
                group,
                "userid",
                course.people.teacher,
                "eventtype",
                "group",
                "timestart",
                site.daysAgo(-3),
                "timemodified",
                site.daysAgo(3));
        site.rows.add(
                "role_capabilities",
                "contextid",
                course.context,
                "roleid",
                site.roleId("student"),
                "capability",
                "mod/chat:chat",
                "permission",
                -1,
                "timemodified",
                site.daysAgo(3),
                "modifierid",
                People.ADMIN);
        site.rows.add(
                "role_assignments",
                "roleid",
                site.roleId("teacher"),
                "contextid",
                site.userContext(course.students.get(0)),
                "userid",
                course.students.get(1),
                "timemodified",
                site.daysAgo(3),
                "modifierid",
                People.ADMIN);
        site.rows.add(
                "course_completion_criteria", "course", course.id, "criteriatype", 7, "role", site.roleId("manager"));
        site.file(course.context, "course", "legacy", 0, "/old/", "file.txt", Content.text("of old times"));
        site.rows.add(
                "role_names", "roleid", site.roleId("teacher"), "contextid", course.context, "name", "Helper & co");
    }

    private static void scales(Course course, long group) {
        DemoBuilder site = course.site;
        long scale = site.rows.add(
                "scale",
                "courseid",
                course.id,
                "userid",
                People.ADMIN,
                "name",
                "Size",
                "scale",
                "small,medium,large",
                "description",
                "<p>Sizes</p>",
                "descriptionformat",
                1,
                "timemodified",
                site.daysAgo(9));
        site.file(DemoBuilder.SYSTEM_CONTEXT, "grade", "scale", scale, "sizes.png", Content.png(95));
        Forum forum = new Forum(course, "Sizes", "<p>Rate.</p>", "assessed", 5, "scale", -scale, "grade_forum", 20);
        long item = course.grades.item(forum.module, 3, "gradetype", 2, "grademin", 1, "scaleid", scale);
        long whole = course.grades.item(forum.module, 20, "itemnumber", 1, "itemname", "Sizes whole forum");
        long outcome = site.rows.add(
                "grade_outcomes",
                "courseid",
                course.id,
                "shortname",
                "big",
                "fullname",
                "Thinks big",
                "scaleid",
                scale,
                "description",
                "<p>d</p>",
                "descriptionformat",
                1,
                "timecreated",
                site.daysAgo(9),
                "timemodified",
                site.daysAgo(9),
                "usermodified",
                People.ADMIN);
        site.rows.add("grade_outcomes_courses", "courseid", course.id, "outcomeid", outcome);
        course.grades.item(
                forum.module,
                3,
                "itemnumber",
                1000,
                "itemname",
                "Thinks big",
                "gradetype",
                2,
                "grademin",
                1,
                "scaleid",
                scale,
                "outcomeid",
                outcome);
        long post = forum.discuss(course.students.get(0), "Large", "<p>Elephants</p>", group, 6);
        site.rows.add(
                "rating",
                "contextid",
                forum.module.context(),
                "component",
                "mod_forum",
                "ratingarea",
                "post",
                "itemid",
                post,
                "scaleid",
                -scale,
                "rating",
                2,
                "userid",
                course.people.teacher,
                "timecreated",
                site.daysAgo(2),
                "timemodified",
                site.daysAgo(2));
        course.grades.grade(item, course.students.get(0), 2, null);
        course.grades.grade(whole, course.students.get(0), 12, "<p>Good.</p>");
        site.rows.add(
                "forum_grades",
                "forum",
                forum.module.instance(),
                "itemnumber",
                1,
                "userid",
                course.students.get(0),
                "grade",
                12,
                "timecreated",
                site.daysAgo(2),
                "timemodified",
                site.daysAgo(2));
    }

    private static void guide(Course course) {
        DemoBuilder site = course.site;
        Assignment assignment = new Assignment(course, "Guided", "<p>By a guide</p>");
        long area = site.rows
                .find("grading_areas", "contextid", assignment.module.context())
                .get(0);
        site.rows.set("grading_areas", area, "activemethod", "guide");
        long definition = site.rows.add(
                "grading_definitions",
                "areaid",
                area,
                "method",
                "guide",
                "name",
                "Guide",
                "description",
                "",
                "descriptionformat",
                1,
                "status",
                20,
                "timecreated",
                site.daysAgo(9),
                "usercreated",
                People.ADMIN,
                "timemodified",
                site.daysAgo(9),
                "usermodified",
                People.ADMIN,
                "options",
                "{}");
        long criterion = site.rows.add(
                "gradingform_guide_criteria",
                "definitionid",
                definition,
                "sortorder",
                1,
                "shortname",
                "Form",
                "description",
                "d",
                "descriptionformat",
                0,
                "descriptionmarkers",
                "m",
                "descriptionmarkersformat",
                0,
                "maxscore",
                25);
        site.rows.add(
                "gradingform_guide_comments",
                "definitionid",
                definition,
                "sortorder",
                1,
                "description",
                "Often said",
                "descriptionformat",
                0);
        long grade = site.rows.add(
                "assign_grades",
                "assignment",
                assignment.module.instance(),
                "userid",
                course.students.get(0),
                "timecreated",
                site.daysAgo(1),
                "timemodified",
                site.daysAgo(1),
                "grader",
                course.people.teacher,
                "grade",
                80);
        long instance = site.rows.add(
                "grading_instances",
                "definitionid",
                definition,
                "raterid",
                course.people.teacher,
                "itemid",
                grade,
                "rawgrade",
                80,
                "status",
                1,
                "timemodified",
                site.daysAgo(1));
        site.rows.add(
                "gradingform_guide_fillings",
                "instanceid",
                instance,
                "criterionid",
                criterion,
                "remark",
                "r",
                "remarkformat",
                0,
                "score",
                20);
        site.rows.add(
                "assignfeedback_editpdf_annot",
                "gradeid",
                grade,
                "pageno",
                0,
                "x",
                1,
                "y",
                2,
                "endx",
                3,
                "endy",
                4,
                "draft",
                0);
        site.rows.add("assignfeedback_editpdf_cmnt", "gradeid", grade, "x", 1, "y", 2, "rawtext", "here", "draft", 0);
        site.file(
                assignment.module.context(),
                "assignfeedback_editpdf",
                "download",
                grade,
                "marked.pdf",
                Content.pdf("marked"));
    }

    private static void contents(Course course) {
        DemoBuilder site = course.site;
        long content = site.rows.add(
                "contentbank_content",
                "name",
                "Bank piece",
                "contenttype",
                "contenttype_h5p",
                "contextid",
                course.context,
                "configdata",
                "",
                "usercreated",
                course.people.assistant,
                "usermodified",
                course.people.assistant,
                "timecreated",
                site.daysAgo(8),
                "timemodified",
                site.daysAgo(8));
        site.file(course.context, "contentbank", "public", content, "piece.h5p", Content.text("piece"));
        long repository = site.rows.add("repository", "type", "local", "sortorder", 1);
        long instance = site.rows.add(
                "repository_instances",
                "name",
                "Files of the server",
                "typeid",
                repository,
                "contextid",
                DemoBuilder.SYSTEM_CONTEXT,
                "timecreated",
                site.daysAgo(90),
                "timemodified",
                site.daysAgo(90));
        long reference = site.rows.add(
                "files_reference",
                "repositoryid",
                instance,
                "lastsync",
                0,
                "reference",
                "YTowOnt9",
                "referencehash",
                DemoPool.sha1(Content.text("YTowOnt9")));
        Module folder = new Activities(course).folder("Aliases", 1);
        site.file(folder.context(), "mod_folder", "content", 0, "alias.txt", Content.text("of old times"));
        long row = site.rows.find("files", "contextid", folder.context()).stream()
                .filter(id -> site.rows.get("files", id, "filename").equals("alias.txt"))
                .findFirst()
                .orElseThrow();
        site.rows.set("files", row, "referencefileid", reference);
        site.tag("Corner", "core", "course_modules", folder.id(), folder.context());
    }
}
