package org.coursebackup.demo;

/** An assignment with text and file submissions, graded with a rubric. */
final class Assignment {
    final Module module;
    private final Course course;
    private final DemoRows rows;
    private final long item;
    private final long rubric;
    private final long[] criteria = new long[2];
    private final long[][] levels = new long[2][3];

    Assignment(Course course, String name, String intro) {
        this.course = course;
        rows = course.site.rows;
        module = course.activity(
                "assign",
                name,
                "intro",
                intro,
                "introformat",
                1,
                "alwaysshowdescription",
                1,
                "submissiondrafts",
                0,
                "grade",
                100,
                "allowsubmissionsfromdate",
                course.site.daysAgo(30),
                "duedate",
                course.site.daysAgo(-7),
                "cutoffdate",
                course.site.daysAgo(-14),
                "completionsubmit",
                1,
                "attemptreopenmethod",
                "manual",
                "maxattempts",
                -1,
                "activity",
                "<p>Write down what you did.</p>",
                "activityformat",
                1);
        course.set(module, "completion", 2);
        plugins("assignsubmission", "onlinetext", "enabled", "1", "wordlimitenabled", "0");
        plugins(
                "assignsubmission",
                "file",
                "enabled",
                "1",
                "maxfilesubmissions",
                "3",
                "maxsubmissionsizebytes",
                "0",
                "filetypeslist",
                "");
        plugins("assignsubmission", "comments", "enabled", "1");
        plugins("assignfeedback", "comments", "enabled", "1", "commentinline", "0");
        plugins("assignfeedback", "file", "enabled", "1");
        item = course.grades.item(module, 100);
        rubric = rubric();
        rows.add(
                "event",
                "name",
                name + " is due",
                "description",
                intro,
                "format",
                1,
                "courseid",
                course.id,
                "userid",
                course.people.teacher,
                "modulename",
                "assign",
                "instance",
                module.instance(),
                "type",
                1,
                "eventtype",
                "due",
                "timestart",
                course.site.daysAgo(-7),
                "timesort",
                course.site.daysAgo(-7),
                "timemodified",
                course.site.daysAgo(30));
    }

    private void plugins(String subtype, String plugin, String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            rows.add(
                    "assign_plugin_config",
                    "assignment",
                    module.instance(),
                    "plugin",
                    plugin,
                    "subtype",
                    subtype,
                    "name",
                    namesAndValues[i],
                    "value",
                    namesAndValues[i + 1]);
        }
    }

    private long rubric() {
        long area = rows.add(
                "grading_areas",
                "contextid",
                module.context(),
                "component",
                "mod_assign",
                "areaname",
                "submissions",
                "activemethod",
                "rubric");
        long when = course.site.daysAgo(29);
        long definition = rows.add(
                "grading_definitions",
                "areaid",
                area,
                "method",
                "rubric",
                "name",
                "How bread is judged",
                "description",
                "<p>Crust and crumb</p>",
                "descriptionformat",
                1,
                "status",
                20,
                "timecreated",
                when,
                "usercreated",
                course.people.teacher,
                "timemodified",
                when,
                "usermodified",
                course.people.teacher,
                "options",
                "{\"sortlevelsasc\":\"1\",\"showdescriptionstudent\":\"1\"}");
        String[] names = {"Crust", "Crumb"};
        String[] words = {"burnt", "fine", "excellent"};
        for (int i = 0; i < names.length; i++) {
            criteria[i] = rows.add(
                    "gradingform_rubric_criteria",
                    "definitionid",
                    definition,
                    "sortorder",
                    i + 1,
                    "description",
                    names[i],
                    "descriptionformat",
                    0);
            for (int l = 0; l < words.length; l++) {
                levels[i][l] = rows.add(
                        "gradingform_rubric_levels",
                        "criterionid",
                        criteria[i],
                        "score",
                        l * 2,
                        "definition",
                        words[l],
                        "definitionformat",
                        0);
            }
        }
        return definition;
    }

    /** A student submits a text and a file. */
    void submit(long user, String text, String file, byte[] content) {
        long when = course.site.daysAgo(6);
        long submission = rows.add(
                "assign_submission",
                "assignment",
                module.instance(),
                "userid",
                user,
                "timecreated",
                when,
                "timemodified",
                when,
                "timestarted",
                null,
                "status",
                "submitted",
                "latest",
                1);
        rows.add(
                "assignsubmission_onlinetext",
                "assignment",
                module.instance(),
                "submission",
                submission,
                "onlinetext",
                text,
                "onlineformat",
                1);
        rows.add("assignsubmission_file", "assignment", module.instance(), "submission", submission, "numfiles", 1);
        course.site.file(module.context(), "assignsubmission_file", "submission_files", submission, file, content);
        rows.add(
                "comments",
                "contextid",
                module.context(),
                "component",
                "assignsubmission_comments",
                "commentarea",
                "submission_comments",
                "itemid",
                submission,
                "content",
                "I hope it is enough.",
                "format",
                0,
                "userid",
                user,
                "timecreated",
                when);
        rows.add(
                "assign_user_flags", "userid", user, "assignment", module.instance(), "mailed", 1, "workflowstate", "");
        rows.add(
                "course_modules_completion",
                "coursemoduleid",
                module.id(),
                "userid",
                user,
                "completionstate",
                1,
                "timemodified",
                when);
    }

    /** The teacher grades a student's submission: one level (0 to 2) for both criteria, a comment and a file. */
    void grade(long user, int level, String comment) {
        long when = course.site.daysAgo(5);
        double points = level * 50.0;
        long grade = rows.add(
                "assign_grades",
                "assignment",
                module.instance(),
                "userid",
                user,
                "timecreated",
                when,
                "timemodified",
                when,
                "grader",
                course.people.teacher,
                "grade",
                points);
        rows.add(
                "assignfeedback_comments",
                "assignment",
                module.instance(),
                "grade",
                grade,
                "commenttext",
                comment,
                "commentformat",
                1);
        rows.add("assignfeedback_file", "assignment", module.instance(), "grade", grade, "numfiles", 1);
        course.site.file(
                module.context(),
                "assignfeedback_file",
                "feedback_files",
                grade,
                "remarks.txt",
                Content.text("Remarks on submission of user " + user + "\n"));
        long instance = rows.add(
                "grading_instances",
                "definitionid",
                rubric,
                "raterid",
                course.people.teacher,
                "itemid",
                grade,
                "rawgrade",
                points,
                "status",
                1,
                "timemodified",
                when);
        for (int i = 0; i < criteria.length; i++) {
            rows.add(
                    "gradingform_rubric_fillings",
                    "instanceid",
                    instance,
                    "criterionid",
                    criteria[i],
                    "levelid",
                    levels[i][level],
                    "remark",
                    i == 0 ? "Tap it: it should sound hollow." : "",
                    "remarkformat",
                    0);
        }
        course.grades.grade(item, user, points, comment);
    }

    /** Gives a group a later due date. */
    void extend(long group) {
        rows.add(
                "assign_overrides",
                "assignid",
                module.instance(),
                "groupid",
                group,
                "sortorder",
                1,
                "duedate",
                course.site.daysAgo(-10));
    }
}
