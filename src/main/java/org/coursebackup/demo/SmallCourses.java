package org.coursebackup.demo;

import java.io.IOException;

/** Unusual courses, which show what the nightly job does with them. */
final class SmallCourses {
    private SmallCourses() {}

    /** Hidden, and untouched for 60 days. */
    static void harbour(DemoBuilder site, People people, long category) {
        hidden(
                new Course(
                        site,
                        people,
                        category,
                        "HARBOUR",
                        "Knots for the harbour (not this year)",
                        "visible",
                        0,
                        "visibleold",
                        0,
                        "timemodified",
                        site.daysAgo(60),
                        "cacherev",
                        site.daysAgo(60)),
                61);
    }

    /** Hidden, but being worked on. */
    static void clocks(DemoBuilder site, People people, long category) {
        hidden(
                new Course(
                        site,
                        people,
                        category,
                        "CLOCKS",
                        "Repairing clocks (in preparation)",
                        "visible",
                        0,
                        "visibleold",
                        0,
                        "timemodified",
                        site.daysAgo(1)),
                1);
    }

    private static void hidden(Course course, int daysAgo) {
        course.enrol(1);
        course.section("Tools", "<p>What you need before you start.</p>");
        Module page =
                new Activities(course).page("Tool list", "<ul><li>Patience</li><li>A small screwdriver</li></ul>");
        course.log(
                course.people.teacher,
                "\\mod_page\\event\\course_module_viewed",
                "mod_page",
                page.context(),
                DemoBuilder.MODULE,
                page.id(),
                daysAgo);
    }

    /** One of its files is listed by the site but gone from the pool. */
    static void maps(DemoBuilder site, People people, long category) throws IOException {
        Course course = new Course(site, people, category, "MAPS", "Drawing maps");
        course.enrol(2);
        course.section("Sheets", "");
        Activities activities = new Activities(course);
        activities.resource("Map of the bay", "bay.png", Content.png(23));
        Module lost =
                activities.resource("Map of the far side", "far side.pdf", Content.pdf("This sheet will be lost"));
        site.pool.lose(DemoPool.sha1(Content.pdf("This sheet will be lost")));
        course.set(lost, "showdescription", 1);
    }

    /** Its context is missing, as after an interrupted upgrade: nothing in it can be addressed. */
    static void lost(DemoBuilder site, People people, long category) {
        Course course = new Course(site, people, category, "LOST", "Lost between two versions");
        new Activities(course).label("<p>Nobody can open this.</p>");
        site.rows.drop("context", course.context);
    }
}
