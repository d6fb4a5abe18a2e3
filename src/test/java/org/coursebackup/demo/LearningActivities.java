package org.coursebackup.demo;

/** Lesson, H5P, IMS content package, subsection. */
final class LearningActivities {
    private LearningActivities() {}

    static void make(Course course) {
        lesson(course);
        h5p(course);
        Module packaged = course.activity(
                "imscp", "Package", "intro", "", "introformat", 1, "revision", 1, "keepold", 1, "structure", "a:0:{}");
        course.site.file(packaged.context(), "mod_imscp", "backup", 1, "package.zip", Content.text("not a zip"));
        course.site.file(packaged.context(), "mod_imscp", "content", 1, "/pages/", "one.txt", Content.text("page one"));
        subsection(course);
    }

    private static void lesson(Course course) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "lesson",
                "Lesson",
                "intro",
                "",
                "introformat",
                1,
                "grade",
                10,
                "conditions",
                "",
                "mediafile",
                "/film.txt");
        course.site.file(module.context(), "mod_lesson", "mediafile", 0, "film.txt", Content.text("a short film"));
        long item = course.grades.item(module, 10);
        long first = lessonPage(course, module, 20, "Contents");
        long second = lessonPage(course, module, 2, "True?");
        long third = lessonPage(course, module, 10, "Essay");
        link(rows, 0, first, second);
        link(rows, first, second, third);
        link(rows, second, third, 0);
        rows.add(
                "lesson_answers",
                "lessonid",
                module.instance(),
                "pageid",
                first,
                "jumpto",
                -1,
                "answer",
                "Go on",
                "timecreated",
                course.site.daysAgo(5));
        long right = rows.add(
                "lesson_answers",
                "lessonid",
                module.instance(),
                "pageid",
                second,
                "jumpto",
                -1,
                "score",
                1,
                "answer",
                "<p>Yes</p>",
                "answerformat",
                1,
                "response",
                "<p>Good.</p>",
                "responseformat",
                1,
                "timecreated",
                course.site.daysAgo(5));
        long essay = rows.add(
                "lesson_answers",
                "lessonid",
                module.instance(),
                "pageid",
                third,
                "jumpto",
                -1,
                "score",
                1,
                "timecreated",
                course.site.daysAgo(5));
        course.site.file(module.context(), "mod_lesson", "page_contents", first, "page.png", Content.png(81));
        long user = course.students.get(0);
        rows.add(
                "lesson_attempts",
                "lessonid",
                module.instance(),
                "pageid",
                second,
                "userid",
                user,
                "answerid",
                right,
                "correct",
                1,
                "useranswer",
                "1",
                "timeseen",
                course.site.daysAgo(3));
        rows.add(
                "lesson_attempts",
                "lessonid",
                module.instance(),
                "pageid",
                third,
                "userid",
                user,
                "answerid",
                essay,
                "useranswer",
                "O:8:\"stdClass\":1:{s:6:\"graded\";i:0;}",
                "timeseen",
                course.site.daysAgo(3));
        rows.add(
                "lesson_branch",
                "lessonid",
                module.instance(),
                "userid",
                user,
                "pageid",
                first,
                "timeseen",
                course.site.daysAgo(3),
                "nextpageid",
                second);
        rows.add(
                "lesson_grades",
                "lessonid",
                module.instance(),
                "userid",
                user,
                "grade",
                66.66667,
                "completed",
                course.site.daysAgo(3));
        rows.add(
                "lesson_timer",
                "lessonid",
                module.instance(),
                "userid",
                user,
                "starttime",
                course.site.daysAgo(3),
                "lessontime",
                course.site.daysAgo(3) + 60,
                "completed",
                1);
        rows.add(
                "lesson_overrides",
                "lessonid",
                module.instance(),
                "userid",
                user,
                "deadline",
                course.site.daysAgo(-5),
                "retake",
                1);
        course.grades.grade(item, user, 6.66667, null);
    }

    private static long lessonPage(Course course, Module module, int type, String title) {
        return course.site.rows.add(
                "lesson_pages",
                "lessonid",
                module.instance(),
                "qtype",
                type,
                "title",
                title,
                "contents",
                "<p>" + title + "</p>",
                "contentsformat",
                1,
                "timecreated",
                course.site.daysAgo(6),
                "timemodified",
                0);
    }

    private static void link(DemoRows rows, long before, long page, long after) {
        rows.set("lesson_pages", page, "prevpageid", before);
        rows.set("lesson_pages", page, "nextpageid", after);
    }

    private static void h5p(Course course) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "h5pactivity",
                "Interactive",
                "intro",
                "",
                "introformat",
                1,
                "grade",
                100,
                "timecreated",
                course.site.daysAgo(9));
        course.site.file(
                module.context(), "mod_h5pactivity", "package", 0, "flower.h5p", Content.text("not a package"));
        course.grades.item(module, 100);
        long attempt = rows.add(
                "h5pactivity_attempts",
                "h5pactivityid",
                module.instance(),
                "userid",
                course.students.get(0),
                "timecreated",
                course.site.daysAgo(2),
                "timemodified",
                course.site.daysAgo(2),
                "rawscore",
                2,
                "maxscore",
                3,
                "scaled",
                0.66667,
                "duration",
                12,
                "completion",
                1,
                "success",
                0);
        rows.add(
                "h5pactivity_attempts_results",
                "attemptid",
                attempt,
                "subcontent",
                "",
                "timecreated",
                course.site.daysAgo(2),
                "interactiontype",
                "choice",
                "description",
                "Which?",
                "correctpattern",
                "[\"1\"]",
                "response",
                "0",
                "additionals",
                "{}",
                "rawscore",
                2,
                "maxscore",
                3,
                "duration",
                12,
                "completion",
                1,
                "success",
                0);
        rows.add(
                "xapi_states",
                "component",
                "mod_h5pactivity",
                "userid",
                course.students.get(1),
                "itemid",
                module.context(),
                "stateid",
                "state",
                "statedata",
                "{\"answers\":[1]}",
                "timecreated",
                course.site.daysAgo(1),
                "timemodified",
                course.site.daysAgo(1));
    }

    private static void subsection(Course course) {
        Module module = course.activity("subsection", "Further in");
        long section = course.section("Further in", "", "component", "mod_subsection", "itemid", module.instance());
        new Activities(course).page("Inside", "<p>Section " + section + "</p>");
        course.section("After it", "");
    }
}
