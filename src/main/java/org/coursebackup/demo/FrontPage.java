package org.coursebackup.demo;

/** Course 1: what visitors see first. */
final class FrontPage {
    private FrontPage() {}

    static void make(DemoBuilder site, People people) {
        Course course = new Course(
                site,
                people,
                DemoBuilder.SYSTEM_CONTEXT,
                "campus",
                "Campus of the demo site",
                "format",
                "site",
                "newsitems",
                3,
                "startdate",
                0,
                "enablecompletion",
                0,
                "summary",
                "<p>A small school that does not exist.</p>");
        course.section(
                "", "<p>Welcome. Try <a href=\"" + DemoSite.WWWROOT + "/course/view.php?id=2\">gardening</a>.</p>");
        Forum news = new Forum(course, "Site news", "<p>News of the campus.</p>", "type", "news", "forcesubscribe", 1);
        news.discuss(People.ADMIN, "We are open", "<p>Come in!</p>", -1, 50);
        course.block("calendar_month", "");
    }
}
