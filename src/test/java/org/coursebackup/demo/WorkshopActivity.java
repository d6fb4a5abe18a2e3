package org.coursebackup.demo;

/** Four workshops, one for each grading strategy. */
final class WorkshopActivity {
    private WorkshopActivity() {}

    static void make(Course course) {
        for (String strategy : new String[] {"accumulative", "comments", "numerrors", "rubric"}) {
            make(course, strategy);
        }
    }

    private static void make(Course course, String strategy) {
        DemoRows rows = course.site.rows;
        long now = course.site.daysAgo(4);
        Module module = course.activity(
                "workshop",
                "Workshop " + strategy,
                "intro",
                "",
                "introformat",
                1,
                "strategy",
                strategy,
                "evaluation",
                "best",
                "phase",
                40,
                "useexamples",
                1,
                "conclusion",
                "<p>Done.</p>");
        course.grades.item(module, 80);
        course.grades.item(module, 20, "itemnumber", 1, "itemname", module.name() + " (assessment)");
        long dimension = dimension(rows, module, strategy);
        rows.add("workshopeval_best_settings", "workshopid", module.instance(), "comparison", 7);
        rows.add(
                "workshopallocation_scheduled",
                "workshopid",
                module.instance(),
                "enabled",
                1,
                "submissionend",
                now,
                "settings",
                "{}");
        for (int i = 0; i < 2; i++) {
            boolean example = i == 0;
            long submission = rows.add(
                    "workshop_submissions",
                    "workshopid",
                    module.instance(),
                    "example",
                    example,
                    "authorid",
                    example ? course.people.teacher : course.students.get(0),
                    "timecreated",
                    now,
                    "timemodified",
                    now,
                    "title",
                    "Text " + i,
                    "content",
                    "<p>My text</p>",
                    "contentformat",
                    1,
                    "attachment",
                    1,
                    "grade",
                    71.5);
            course.site.file(
                    module.context(),
                    "mod_workshop",
                    "submission_attachment",
                    submission,
                    "text.txt",
                    Content.text("text " + i));
            long assessment = rows.add(
                    "workshop_assessments",
                    "submissionid",
                    submission,
                    "weight",
                    1,
                    "reviewerid",
                    example ? course.people.teacher : course.students.get(1),
                    "timecreated",
                    now,
                    "timemodified",
                    now,
                    "grade",
                    80,
                    "gradinggrade",
                    15.5,
                    "feedbackauthor",
                    "<p>Good</p>",
                    "feedbackauthorformat",
                    1);
            rows.add(
                    "workshop_grades",
                    "assessmentid",
                    assessment,
                    "strategy",
                    strategy,
                    "dimensionid",
                    dimension,
                    "grade",
                    1,
                    "peercomment",
                    "fine",
                    "peercommentformat",
                    1);
            if (example) {
                long own = rows.add(
                        "workshop_assessments",
                        "submissionid",
                        submission,
                        "weight",
                        0,
                        "reviewerid",
                        course.students.get(0),
                        "timecreated",
                        now,
                        "timemodified",
                        now,
                        "grade",
                        60);
                rows.add(
                        "workshop_grades",
                        "assessmentid",
                        own,
                        "strategy",
                        strategy,
                        "dimensionid",
                        dimension,
                        "grade",
                        1);
            }
        }
        rows.add(
                "workshop_aggregations",
                "workshopid",
                module.instance(),
                "userid",
                course.students.get(1),
                "gradinggrade",
                15.5,
                "timegraded",
                now);
    }

    private static long dimension(DemoRows rows, Module module, String strategy) {
        Object[] known = {
            "workshopid", module.instance(), "sort", 1, "description", "<p>Aspect</p>", "descriptionformat", 1
        };
        return switch (strategy) {
            case "accumulative" ->
                rows.add("workshopform_accumulative", DemoBuilder.concat(known, new Object[] {"grade", 10}));
            case "comments" -> rows.add("workshopform_comments", known);
            case "numerrors" -> {
                rows.add("workshopform_numerrors_map", "workshopid", module.instance(), "nonegative", 1, "grade", 50);
                yield rows.add(
                        "workshopform_numerrors",
                        DemoBuilder.concat(known, new Object[] {"grade0", "no", "grade1", "yes"}));
            }
            default -> {
                rows.add("workshopform_rubric_config", "workshopid", module.instance(), "layout", "grid");
                long dimension = rows.add("workshopform_rubric", known);
                for (int level = 0; level < 2; level++) {
                    rows.add(
                            "workshopform_rubric_levels",
                            "dimensionid",
                            dimension,
                            "grade",
                            level,
                            "definition",
                            "Level " + level,
                            "definitionformat",
                            1);
                }
                yield dimension;
            }
        };
    }
}
