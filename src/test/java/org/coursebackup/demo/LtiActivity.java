package org.coursebackup.demo;

/** External tools: one of the site's, and one of the course's with secrets. */
final class LtiActivity {
    private LtiActivity() {}

    static void make(Course course) {
        // 32 bytes of the letter k: the key that secrets are encrypted with.
        course.site.rows.add(
                "config_plugins",
                "plugin",
                "backup",
                "name",
                "backup_encryptkey",
                "value",
                "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=");
        tool(course, 1, "Tool of the site");
        tool(course, course.id, "Tool of the course");
    }

    private static void tool(Course course, long owner, String name) {
        DemoRows rows = course.site.rows;
        long type = rows.add(
                "lti_types",
                "name",
                name,
                "baseurl",
                "https://tool.example.org/" + owner,
                "tooldomain",
                "tool.example.org",
                "state",
                1,
                "course",
                owner,
                "coursevisible",
                1,
                "ltiversion",
                "LTI-1p0",
                "createdby",
                People.ADMIN,
                "timecreated",
                course.site.daysAgo(30),
                "timemodified",
                course.site.daysAgo(30),
                "description",
                "A tool",
                "clientid",
                "client" + owner);
        String[] config = {"resourcekey", "key", "password", "secret", "sendname", "1", "acceptgrades", "1"};
        for (int i = 0; i < config.length; i += 2) {
            rows.add("lti_types_config", "typeid", type, "name", config[i], "value", config[i + 1]);
        }
        Module module = course.activity(
                "lti",
                name,
                "intro",
                "",
                "introformat",
                1,
                "typeid",
                type,
                "toolurl",
                "",
                "servicesalt",
                "salt",
                "timecreated",
                course.site.daysAgo(20),
                "instructorchoiceacceptgrades",
                1);
        long item = course.grades.item(module, 100);
        rows.add(
                "lti_submission",
                "ltiid",
                module.instance(),
                "userid",
                course.students.get(0),
                "datesubmitted",
                course.site.daysAgo(2),
                "dateupdated",
                course.site.daysAgo(2),
                "gradepercent",
                87.5,
                "originalgrade",
                0.875,
                "launchid",
                3,
                "state",
                1);
        rows.add("lti_coursevisible", "typeid", type, "courseid", course.id, "coursevisible", 1);
        rows.add(
                "ltiservice_gradebookservices",
                "gradeitemid",
                item,
                "courseid",
                course.id,
                "typeid",
                type,
                "ltilinkid",
                module.instance(),
                "resourceid",
                "r1",
                "tag",
                "t");
    }
}
