package org.coursebackup.demo;

/** What students can achieve: course completion, badges, competencies; and a custom field of the course. */
final class Awards {
    private Awards() {}

    /** The course is complete once the activity is. */
    static void completion(Course course, Module module) {
        DemoRows rows = course.site.rows;
        long criterion = rows.add(
                "course_completion_criteria",
                "course",
                course.id,
                "criteriatype",
                4,
                "module",
                module.kind(),
                "moduleinstance",
                module.id());
        for (Integer type : new Integer[] {null, 4}) {
            rows.add("course_completion_aggr_methd", "course", course.id, "criteriatype", type, "method", 1);
        }
        for (long student : course.students) {
            rows.add(
                    "course_completion_crit_compl",
                    "userid",
                    student,
                    "course",
                    course.id,
                    "criteriaid",
                    criterion,
                    "timecompleted",
                    course.site.daysAgo(5));
            rows.add(
                    "course_completions",
                    "userid",
                    student,
                    "course",
                    course.id,
                    "timeenrolled",
                    course.site.daysAgo(90),
                    "timestarted",
                    course.site.daysAgo(80),
                    "timecompleted",
                    course.site.daysAgo(5));
        }
        rows.add(
                "course_completion_defaults",
                "course",
                course.id,
                "module",
                course.site.moduleId("page"),
                "completion",
                2,
                "completionview",
                1);
    }

    /** A badge for the activity, also awarded to the first student by hand. */
    static void badge(Course course, Module module) {
        DemoBuilder site = course.site;
        long when = site.daysAgo(50);
        long badge = site.rows.add(
                "badge",
                "name",
                "First loaf",
                "description",
                "Baked the first loaf.",
                "timecreated",
                when,
                "timemodified",
                when,
                "usercreated",
                course.people.teacher,
                "usermodified",
                course.people.teacher,
                "issuername",
                "Harbour School",
                "issuerurl",
                DemoSite.WWWROOT,
                "type",
                2,
                "courseid",
                course.id,
                "message",
                "<p>You baked it!</p>",
                "messagesubject",
                "A badge",
                "status",
                1,
                "version",
                "1",
                "language",
                "en");
        site.rows.add("badge_criteria", "badgeid", badge, "criteriatype", 0, "method", 1, "description", "");
        long activity =
                site.rows.add("badge_criteria", "badgeid", badge, "criteriatype", 1, "method", 1, "description", "");
        site.rows.add(
                "badge_criteria_param",
                "critid",
                activity,
                "name",
                "module_" + module.id(),
                "value",
                String.valueOf(module.id()));
        long hand =
                site.rows.add("badge_criteria", "badgeid", badge, "criteriatype", 2, "method", 2, "description", "");
        String role = String.valueOf(site.roleId("editingteacher"));
        site.rows.add("badge_criteria_param", "critid", hand, "name", "role_" + role, "value", role);
        site.rows.add(
                "badge_manual_award",
                "badgeid",
                badge,
                "recipientid",
                course.students.get(0),
                "issuerid",
                course.people.teacher,
                "issuerrole",
                site.roleId("editingteacher"),
                "datemet",
                site.daysAgo(4));
        site.rows.add(
                "badge_issued",
                "badgeid",
                badge,
                "userid",
                course.students.get(0),
                "uniquehash",
                "demo-" + badge,
                "dateissued",
                site.daysAgo(4),
                "visible",
                1);
        for (String size : new String[] {"f1", "f2", "f3"}) {
            site.file(course.context, "badges", "badgeimage", badge, "/", size + ".png", Content.png(51));
        }
    }

    /** A competency of the site, linked to the course and the activity; nobody is rated. */
    static void competency(Course course, Module module) {
        DemoBuilder site = course.site;
        long when = site.daysAgo(100);
        long scale = site.rows.add(
                "scale",
                "userid",
                People.ADMIN,
                "name",
                "Hand",
                "scale",
                "apprentice,journeyman,master",
                "description",
                "",
                "descriptionformat",
                1,
                "timemodified",
                when);
        String configuration = "[{\"scaleid\":\"" + scale + "\"},{\"id\":2,\"scaledefault\":1,\"proficient\":1}]";
        long framework = site.rows.add(
                "competency_framework",
                "shortname",
                "Crafts",
                "contextid",
                DemoBuilder.SYSTEM_CONTEXT,
                "idnumber",
                "crafts",
                "description",
                "",
                "descriptionformat",
                1,
                "scaleid",
                scale,
                "scaleconfiguration",
                configuration,
                "taxonomies",
                "competency,competency,competency,competency",
                "timecreated",
                when,
                "timemodified",
                when,
                "usermodified",
                People.ADMIN);
        long competency = site.rows.add(
                "competency",
                "shortname",
                "Kneads",
                "idnumber",
                "kneads",
                "description",
                "",
                "descriptionformat",
                1,
                "competencyframeworkid",
                framework,
                "path",
                "/0/",
                "sortorder",
                0,
                "timecreated",
                when,
                "timemodified",
                when,
                "usermodified",
                People.ADMIN);
        site.rows.add(
                "competency_coursecomp",
                "courseid",
                course.id,
                "competencyid",
                competency,
                "ruleoutcome",
                1,
                "timecreated",
                when,
                "timemodified",
                when,
                "usermodified",
                People.ADMIN,
                "sortorder",
                0);
        site.rows.add(
                "competency_coursecompsetting",
                "courseid",
                course.id,
                "pushratingstouserplans",
                1,
                "timecreated",
                when,
                "timemodified",
                when,
                "usermodified",
                People.ADMIN);
        site.rows.add(
                "competency_modulecomp",
                "cmid",
                module.id(),
                "competencyid",
                competency,
                "ruleoutcome",
                1,
                "timecreated",
                when,
                "timemodified",
                when,
                "usermodified",
                People.ADMIN,
                "sortorder",
                0);
    }

    /** A custom field of courses, with a value for this one. */
    static void customField(Course course) {
        DemoBuilder site = course.site;
        long when = site.daysAgo(100);
        long category = site.rows.add(
                "customfield_category",
                "name",
                "About the course",
                "component",
                "core_course",
                "area",
                "course",
                "contextid",
                DemoBuilder.SYSTEM_CONTEXT,
                "sortorder",
                0,
                "timecreated",
                when,
                "timemodified",
                when);
        long field = site.rows.add(
                "customfield_field",
                "shortname",
                "room",
                "name",
                "Room",
                "type",
                "text",
                "description",
                "",
                "descriptionformat",
                1,
                "sortorder",
                0,
                "categoryid",
                category,
                "timecreated",
                when,
                "timemodified",
                when,
                "configdata",
                "{\"required\":\"0\",\"uniquevalues\":\"0\",\"defaultvalue\":\"\","
                        + "\"displaysize\":50,\"maxlength\":1333,"
                        + "\"ispassword\":\"0\",\"link\":\"\",\"locked\":\"0\",\"visibility\":\"2\"}");
        site.rows.add(
                "customfield_data",
                "fieldid",
                field,
                "instanceid",
                course.id,
                "charvalue",
                "Kitchen 2",
                "value",
                "Kitchen 2",
                "valueformat",
                0,
                "timecreated",
                when,
                "timemodified",
                when,
                "contextid",
                course.context);
    }
}
