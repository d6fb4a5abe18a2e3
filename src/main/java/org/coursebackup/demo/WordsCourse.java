package org.coursebackup.demo;

/** A course with difficult texts: many scripts, control characters, markup as data, links into the site. */
final class WordsCourse {
    private static final String CONTROL =
            "bell\u0007, escape\u001b[0m, delete\u007f, next line\u0085, vertical tab\u000b, CR\r\n, no"
                    + " character\ufffe.";
    private static final String SCRIPTS = "Ωμέγα, żółw, שלום, مرحبا, हिन्दी, 日本語, 👩‍🌾 and 𝔐";

    private WordsCourse() {}

    static void make(DemoBuilder site, People people, long category) {
        Course course = new Course(
                site,
                people,
                category,
                "WORDS ü/ä & \"q\"",
                "Wörter, كلمات, 言葉 & 'words' < 5",
                "summary",
                "<p>" + SCRIPTS + "</p><p>" + CONTROL + "</p>",
                "lang",
                "de");
        course.enrol(2);
        course.section("Überall " + SCRIPTS, "<p>" + CONTROL + "</p>");
        Activities show = new Activities(course);
        Module page = show.page(
                "Everything that looks like markup",
                "<![CDATA[ ]]> &amp;amp; <script>if (a<b && c>d) alert('x')</script> $@NULL@ $1 \\1");
        show.label("<p>" + "€".repeat(300) + "</p>");
        Forum forum = new Forum(course, "Links & more", "<p>" + CONTROL + "</p>");
        String links = "<a href=\"" + course.url() + "\">1</a> <a href=\"" + DemoSite.WWWROOT + "/mod/page/view.php?id="
                + page.id()
                + "\">2</a> <a href=\"" + DemoSite.WWWROOT + "/mod/forum/discuss.php?d=1#p1\">3</a> <a href=\""
                + DemoSite.WWWROOT
                + "/pluginfile.php/" + course.context + "/course/summary/x.png\">4</a> <a href=\"" + DemoSite.WWWROOT
                + "/file.php/"
                + course.id + "/a/b.txt?forcedownload=1\">5</a> <a href=\"http://campus.example.org/course/view.php?id="
                + course.id + "\">6</a>";
        long post = forum.discuss(course.students.get(0), "Re: " + SCRIPTS, links, -1, 10);
        forum.reply(post, people.absent, "<p>written by somebody who is gone</p>", 9);
        forum.attach(post, "Grüße & مرحبا.txt", Content.text(SCRIPTS));
        show.folder("Ordner <1>", 2);
        empty(course);
    }

    // Optional columns that are NULL, text columns that are empty.
    private static void empty(Course course) {
        course.activity(
                "page", "Nothing in it", "intro", null, "introformat", 1, "content", null, "displayoptions", null);
        course.activity("url", "No address", "intro", null, "externalurl", "");
    }
}
