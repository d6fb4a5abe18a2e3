package org.coursebackup.demo;

/** A SCORM package with sequencing rules and one track. */
final class ScormActivity {
    private ScormActivity() {}

    static void make(Course course) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "scorm",
                "Scorm",
                "intro",
                "",
                "introformat",
                1,
                "reference",
                "pack.zip",
                "version",
                "SCORM_1.2",
                "maxgrade",
                100,
                "md5hash",
                "d41d8cd98f00b204e9800998ecf8427e",
                "sha1hash",
                DemoPool.sha1(Content.text("pack")));
        course.grades.item(module, 100);
        course.site.file(module.context(), "mod_scorm", "package", 0, "pack.zip", Content.text("pack"));
        course.site.file(module.context(), "mod_scorm", "content", 0, "/a/", "index.txt", Content.text("start"));
        long root = rows.add(
                "scorm_scoes",
                "scorm",
                module.instance(),
                "manifest",
                "m",
                "parent",
                "/",
                "identifier",
                "org",
                "launch",
                "",
                "title",
                "All",
                "sortorder",
                1);
        long sco = rows.add(
                "scorm_scoes",
                "scorm",
                module.instance(),
                "manifest",
                "m",
                "organization",
                "org",
                "parent",
                "org",
                "identifier",
                "one",
                "launch",
                "index.txt",
                "scormtype",
                "sco",
                "title",
                "One",
                "sortorder",
                2);
        rows.set("scorm", module.instance(), "launch", sco);
        rows.add("scorm_scoes_data", "scoid", root, "name", "visible", "value", "true");
        long objective = rows.add(
                "scorm_seq_objective", "scoid", sco, "primaryobj", 1, "objectiveid", "o", "minnormalizedmeasure", 0.5);
        rows.add("scorm_seq_mapinfo", "scoid", sco, "objectiveid", objective, "targetobjectiveid", 1);
        long rollup = rows.add(
                "scorm_seq_rolluprule",
                "scoid",
                sco,
                "childactivityset",
                "all",
                "minimumpercent",
                0.25,
                "action",
                "satisfied");
        rows.add("scorm_seq_rolluprulecond", "scoid", sco, "rollupruleid", rollup, "cond", "attempted");
        long conditions = rows.add("scorm_seq_ruleconds", "scoid", sco, "ruletype", 1, "action", "skip");
        rows.add(
                "scorm_seq_rulecond",
                "scoid",
                sco,
                "ruleconditionsid",
                conditions,
                "refrencedobjective",
                "o",
                "measurethreshold",
                0.75);
        long attempt = rows.add("scorm_attempt", "userid", course.students.get(0), "scormid", module.instance());
        long element = rows.add("scorm_element", "element", "cmi.core.lesson_status");
        rows.add(
                "scorm_scoes_value",
                "scoid",
                sco,
                "attemptid",
                attempt,
                "elementid",
                element,
                "value",
                "completed",
                "timemodified",
                course.site.daysAgo(2));
        rows.add(
                "scorm_aicc_session",
                "userid",
                course.students.get(0),
                "scormid",
                module.instance(),
                "hacpsession",
                "h",
                "scoid",
                sco,
                "attempt",
                1,
                "timecreated",
                course.site.daysAgo(2),
                "timemodified",
                course.site.daysAgo(2));
    }
}
