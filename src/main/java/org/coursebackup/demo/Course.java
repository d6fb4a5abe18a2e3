package org.coursebackup.demo;

import java.util.ArrayList;
import java.util.List;

/** A course being made: sections, activities, enrolments and what every course has. */
final class Course {
    final DemoBuilder site;
    final People people;
    final long id;
    final long context;
    final Gradebook grades;
    /** Ids of its users: the teachers first, then the students. */
    final List<Long> students = new ArrayList<>();

    private final List<String> sequence = new ArrayList<>();
    private long section;
    private int sections;
    private long manual;

    Course(DemoBuilder site, People people, long category, String shortname, String fullname, Object... more) {
        this.site = site;
        this.people = people;
        boolean front = category == DemoBuilder.SYSTEM_CONTEXT;
        Object[] known = {
            "category",
            front ? 0 : site.category(category),
            "sortorder",
            front ? 1 : site.nextCourseOrder(),
            "shortname",
            shortname,
            "fullname",
            fullname,
            "summary",
            "",
            "summaryformat",
            1,
            "startdate",
            site.daysAgo(90),
            "timecreated",
            site.daysAgo(120),
            "timemodified",
            site.daysAgo(3),
            "enablecompletion",
            1,
            "showcompletionconditions",
            1,
            "showactivitydates",
            1,
            "cacherev",
            site.daysAgo(3)
        };
        id = site.rows.add("course", DemoBuilder.concat(known, more));
        context = site.context(DemoBuilder.COURSE, id, category);
        grades = new Gradebook(this);
        section(null, "");
    }

    /** Starts the next section; the activities that follow go into it. */
    long section(String name, String summary, Object... more) {
        sequence.clear();
        Object[] known = {
            "course",
            id,
            "section",
            sections++,
            "name",
            name,
            "summary",
            summary,
            "summaryformat",
            1,
            "sequence",
            "",
            "timemodified",
            site.daysAgo(30)
        };
        section = site.rows.add("course_sections", DemoBuilder.concat(known, more));
        return section;
    }

    /** Adds an activity to the section: its own row, its course module and its context. */
    Module activity(String kind, String name, Object... more) {
        Object[] known = {"course", id, "name", name, "timemodified", site.daysAgo(25)};
        long instance = site.rows.add(kind, DemoBuilder.concat(known, more));
        long cm = site.rows.add(
                "course_modules",
                "course",
                id,
                "module",
                site.moduleId(kind),
                "instance",
                instance,
                "section",
                section,
                "added",
                site.daysAgo(80));
        sequence.add(String.valueOf(cm));
        site.rows.set("course_sections", section, "sequence", String.join(",", sequence));
        return new Module(cm, site.context(DemoBuilder.MODULE, cm, context), kind, instance, name);
    }

    /** Changes a column of an activity's course module. */
    void set(Module module, String column, Object value) {
        site.rows.set("course_modules", module.id(), column, value);
    }

    /** Enrols the teacher, the assistant and the given number of students manually. */
    void enrol(int count) {
        manual = site.rows.add(
                "enrol",
                "enrol",
                "manual",
                "courseid",
                id,
                "roleid",
                site.roleId("student"),
                "enrolperiod",
                0,
                "expirythreshold",
                86_400,
                "customint1",
                1,
                "timecreated",
                site.daysAgo(120),
                "timemodified",
                site.daysAgo(120));
        site.rows.add(
                "enrol",
                "enrol",
                "self",
                "status",
                1,
                "courseid",
                id,
                "sortorder",
                1,
                "roleid",
                site.roleId("student"),
                "customint1",
                0,
                "customint4",
                1,
                "timecreated",
                site.daysAgo(120),
                "timemodified",
                site.daysAgo(120));
        enrol(people.teacher, "editingteacher");
        enrol(people.assistant, "teacher");
        for (int i = 0; i < count * site.scale; i++) {
            students.add(people.student(i));
            enrol(people.student(i), "student");
        }
    }

    private void enrol(long user, String role) {
        site.rows.add(
                "user_enrolments",
                "enrolid",
                manual,
                "userid",
                user,
                "timestart",
                site.daysAgo(90),
                "timeend",
                0,
                "modifierid",
                People.ADMIN,
                "timecreated",
                site.daysAgo(90),
                "timemodified",
                site.daysAgo(90));
        site.rows.add(
                "role_assignments",
                "roleid",
                site.roleId(role),
                "contextid",
                context,
                "userid",
                user,
                "timemodified",
                site.daysAgo(90),
                "modifierid",
                People.ADMIN);
        site.rows.add("user_lastaccess", "userid", user, "courseid", id, "timeaccess", site.daysAgo(2));
    }

    /** A block next to the course's content. */
    long block(String name, String configdata) {
        long block = site.rows.add(
                "block_instances",
                "blockname",
                name,
                "parentcontextid",
                context,
                "showinsubcontexts",
                0,
                "pagetypepattern",
                "course-view-*",
                "defaultregion",
                "side-pre",
                "defaultweight",
                1,
                "configdata",
                configdata,
                "timecreated",
                site.daysAgo(60),
                "timemodified",
                site.daysAgo(60));
        site.rows.add(
                "block_positions",
                "blockinstanceid",
                block,
                "contextid",
                context,
                "pagetype",
                "course-view-topics",
                "visible",
                1,
                "region",
                "side-pre",
                "weight",
                2);
        return site.context(DemoBuilder.BLOCK, block, context);
    }

    /** An entry of the site's log about this course or one of its activities. */
    void log(long user, String event, String component, long context, int level, long instance, int daysAgo) {
        site.rows.add(
                "logstore_standard_log",
                "eventname",
                event,
                "component",
                component,
                "action",
                "viewed",
                "target",
                level == DemoBuilder.COURSE ? "course" : "course_module",
                "crud",
                "r",
                "edulevel",
                2,
                "contextid",
                context,
                "contextlevel",
                level,
                "contextinstanceid",
                instance,
                "userid",
                user,
                "courseid",
                id,
                "other",
                "null",
                "timecreated",
                site.daysAgo(daysAgo),
                "origin",
                "web",
                "ip",
                "192.0.2.17");
    }

    /** The course's address on the site. */
    String url() {
        return DemoSite.WWWROOT + "/course/view.php?id=" + id;
    }
}
