package org.coursebackup.demo;

/** An ordinary course: forums with attachments and ratings, pages, files, a choice, blocks, calendar and log. */
final class Garden {
    private Garden() {}

    static void make(DemoBuilder site, People people, long category) {
        Course course = new Course(
                site,
                people,
                category,
                "GARDEN",
                "A garden on the window sill",
                "idnumber",
                "G-01",
                "summary",
                "<p>Cress, beans and a lemon tree. <img src=\"@@PLUGINFILE@@/cress.png\" alt=\"cress\" /></p>",
                "newsitems",
                5,
                "enddate",
                site.daysAgo(-60));
        site.file(course.context, "course", "summary", 0, "cress.png", Content.png(3));
        site.file(course.context, "course", "overviewfiles", 0, "cover.png", Content.png(5));
        for (int i = 0; i < 2; i++) {
            site.rows.add(
                    "course_format_options",
                    "courseid",
                    course.id,
                    "format",
                    "topics",
                    "name",
                    i == 0 ? "hiddensections" : "coursedisplay",
                    "value",
                    i == 0 ? "1" : "0");
        }
        course.enrol(4);
        news(course);
        Activities show = new Activities(course);
        course.section(
                "Soil", "<p>What is below. See <a href=\"" + course.url() + "&amp;section=2\">the next part</a>.</p>");
        show.label("<p>Start here: <strong>wash your hands afterwards</strong>.</p>");
        Module welcome = show.page(
                "What soil is made of",
                "<h3>Soil</h3><p>Sand, silt, clay &amp; a million small animals.</p>"
                        + "<p><img src=\"@@PLUGINFILE@@/layers.png\" alt=\"layers\" /></p>");
        site.file(welcome.context(), "mod_page", "content", 0, "layers.png", Content.png(8));
        site.tag("Soil", "core", "course_modules", welcome.id(), welcome.context());
        for (int i = 2; i <= site.scale; i++) {
            show.page("More about soil " + i, "<p>Layer number " + i + "</p>");
        }
        course.section("Plants", "<p>What grows.</p>");
        show.url("Weather for gardeners", "https://weather.example.org/?place=harbourtown&unit=c");
        show.resource("Planting calendar", "calendar.pdf", Content.pdf("Sow in spring"));
        show.folder("Seed notes", 5);
        choice(course);
        talk(course);
        beside(course, welcome);
    }

    private static void news(Course course) {
        Forum news =
                new Forum(course, "Announcements", "<p>News of the garden.</p>", "type", "news", "forcesubscribe", 1);
        news.discuss(course.people.teacher, "Bring a pot", "<p>And a spoon.</p>", -1, 80);
    }

    private static void talk(Course course) {
        Forum talk = new Forum(
                course,
                "What is growing?",
                "<p>Show us your window sill.</p>",
                "assessed",
                1,
                "scale",
                10,
                "completionposts",
                1,
                "trackingtype",
                1);
        course.set(talk.module, "completion", 2);
        course.set(talk.module, "idnumber", "talk");
        long item = course.grades.item(talk.module, 10, "itemname", talk.module.name() + " rating");
        for (int i = 0; i < course.students.size(); i++) {
            long student = course.students.get(i);
            long first = talk.discuss(
                    student,
                    "Bean no. " + (i + 1),
                    "<p>Day " + i + ": it <em>moved</em>. See <a href=\"" + course.url() + "\">the course</a>.</p>",
                    -1,
                    20 - i % 10);
            long answer = talk.reply(first, course.people.assistant, "<p>How tall is it?</p>", 9);
            talk.reply(answer, student, "<p>4 cm &gt; 3 cm</p>", 8);
            talk.attach(first, "bean " + (i + 1) + ".png", Content.png(20 + i));
            talk.rate(first, course.people.teacher, 5 + i % 5);
            course.grades.grade(item, student, 5 + i % 5, null);
            talk.follow(student, first);
            course.site.tag("Beans", "mod_forum", "forum_posts", first, talk.module.context());
            course.site.rows.add(
                    "course_modules_completion",
                    "coursemoduleid",
                    talk.module.id(),
                    "userid",
                    student,
                    "completionstate",
                    1,
                    "timemodified",
                    course.site.daysAgo(8));
        }
    }

    private static void choice(Course course) {
        DemoRows rows = course.site.rows;
        Module module = course.activity(
                "choice",
                "Which plant next?",
                "intro",
                "<p>One vote each.</p>",
                "introformat",
                1,
                "showresults",
                3,
                "publish",
                1,
                "allowupdate",
                1,
                "completionsubmit",
                1);
        String[] plants = {"Basil", "Chili", "Lemon"};
        long[] options = new long[plants.length];
        for (int i = 0; i < plants.length; i++) {
            options[i] = rows.add(
                    "choice_options",
                    "choiceid",
                    module.instance(),
                    "text",
                    plants[i],
                    "timemodified",
                    course.site.daysAgo(25));
        }
        for (int i = 0; i < course.students.size(); i++) {
            rows.add(
                    "choice_answers",
                    "choiceid",
                    module.instance(),
                    "userid",
                    course.students.get(i),
                    "optionid",
                    options[i % 3],
                    "timemodified",
                    course.site.daysAgo(10));
        }
    }

    private static void beside(Course course, Module page) {
        DemoBuilder site = course.site;
        long block = course.block(
                "html",
                Php.object(
                        "title",
                        "Water!",
                        "format",
                        "1",
                        "classes",
                        "",
                        "text",
                        "<p>Water on Mondays, as the <a href=\"" + course.url() + "\">plan</a> says.</p>"));
        site.file(block, "block_html", "content", 0, "can.png", Content.png(31));
        course.block("calendar_upcoming", "");
        for (int i = 0; i < 3; i++) {
            site.rows.add(
                    "event",
                    "name",
                    "Watering " + (i + 1),
                    "description",
                    "<p>All of us</p>",
                    "format",
                    1,
                    "courseid",
                    course.id,
                    "userid",
                    course.people.teacher,
                    "eventtype",
                    "course",
                    "timestart",
                    site.daysAgo(-i),
                    "timesort",
                    site.daysAgo(-i),
                    "timemodified",
                    site.daysAgo(12),
                    "uuid",
                    "");
        }
        site.rows.add(
                "comments",
                "contextid",
                course.context,
                "component",
                "block_comments",
                "commentarea",
                "page_comments",
                "itemid",
                0,
                "content",
                "Who has too many seedlings?",
                "format",
                0,
                "userid",
                course.students.get(0),
                "timecreated",
                site.daysAgo(3));
        site.rows.add("filter_active", "filter", "mathjaxloader", "contextid", course.context, "active", -1);
        site.rows.add("filter_active", "filter", "glossary", "contextid", page.context(), "active", 1);
        site.rows.add(
                "filter_config", "filter", "glossary", "contextid", page.context(), "name", "limit", "value", "3");
        site.rows.add(
                "role_capabilities",
                "contextid",
                page.context(),
                "roleid",
                site.roleId("student"),
                "capability",
                "mod/page:view",
                "permission",
                1,
                "timemodified",
                site.daysAgo(12),
                "modifierid",
                course.people.teacher);
        site.rows.add("role_names", "roleid", site.roleId("student"), "contextid", course.context, "name", "Gardener");
        for (long student : course.students) {
            course.log(
                    student, "\\core\\event\\course_viewed", "core", course.context, DemoBuilder.COURSE, course.id, 5);
            course.log(
                    student,
                    "\\mod_page\\event\\course_module_viewed",
                    "mod_page",
                    page.context(),
                    DemoBuilder.MODULE,
                    page.id(),
                    4);
            site.rows.add(
                    "course_modules_viewed",
                    "coursemoduleid",
                    page.id(),
                    "userid",
                    student,
                    "timecreated",
                    site.daysAgo(4));
        }
    }
}
