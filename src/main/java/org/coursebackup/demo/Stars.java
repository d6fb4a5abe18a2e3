package org.coursebackup.demo;

/** An ordinary course with a question bank, a quiz that students attempted, a book and an event. */
final class Stars {
    private Stars() {}

    static void make(DemoBuilder site, People people, long category) {
        Course course = new Course(
                site,
                people,
                category,
                "STARS",
                "Reading the night sky",
                "format",
                "weeks",
                "summary",
                "<p>Bring a blanket.</p>");
        course.enrol(4);
        site.rows.add(
                "course_format_options",
                "courseid",
                course.id,
                "format",
                "weeks",
                "name",
                "automaticenddate",
                "value",
                "1");
        course.section(null, "<p>First nights.</p>");
        new Activities(course)
                .book(
                        "A sky book",
                        "What you see",
                        "<p>Dots. <img src=\"@@PLUGINFILE@@/cover.png\" alt=\"dots\" /></p>",
                        "What moves",
                        "<p>Planets, see <a href=\"" + DemoSite.WWWROOT + "/mod/quiz/index.php?id=" + course.id
                                + "\">the quiz</a></p>",
                        "What falls",
                        "<p>Stones, mostly small ones.</p>");
        QuestionBank bank = new QuestionBank(course, "Questions about the sky");
        Quiz quiz = new Quiz(course, "What do you see?", bank, bank.all());
        bank.more();
        for (int i = 0; i < course.students.size(); i++) {
            quiz.attempt(course.students.get(i), i % 2 == 0);
            course.grades.total(course.students.get(i), i % 2 == 0 ? 9.5 : 0);
        }
        course.section(null, "");
        new Activities(course).url("Where the planets are tonight", "https://planets.example.org/tonight");
    }
}
