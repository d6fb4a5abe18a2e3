package org.coursebackup.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Random;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * Courses as real sites have them, from a seed: of a hundred, 85 are small ones ({@link Size#XS}), 14 have 64
 * activities and one has 307. Or a site with one course that is large in one way only. Contents are random bytes, as
 * pictures and films are to a packer.
 */
public final class GeneratedCourses {
    private static final int KB = 1024;
    private static final int SPARSE_FILE = 1 << 30;

    private final DemoBuilder site;
    private final People people;
    private final Random random;
    private final int content;
    private final long category;

    private GeneratedCourses(DemoBuilder site, People people, long seed, int content) {
        this.site = site;
        this.people = people;
        this.random = new Random(seed);
        this.content = content;
        for (int i = people.students.size(); i < Size.M.students; i++) {
            people.students.add(site.user("learner" + i, "Learner", "Number " + i));
        }
        category = Foundation.category(site, "Generated", 0);
    }

    /** What a course of that size has. */
    enum Size {
        XS(2, 4, 1, 5, 3, 5, 20, 1, 100, 0, 8),
        S(10, 47, 10, 20, 20, 64, 16, 3, 2_700, 20, 100),
        M(100, 197, 100, 20, 100, 128, 256, 6, 10_000, 50, 400);

        final int sections;
        final int pages;
        final int assignments;
        final int submissions;
        final int discussions;
        final int smallFiles;
        final int smallKilobytes;
        final int largeFiles;
        final int largeKilobytes;
        final int attempts;
        final int students;

        Size(
                int sections,
                int pages,
                int assignments,
                int submissions,
                int discussions,
                int smallFiles,
                int smallKilobytes,
                int largeFiles,
                int largeKilobytes,
                int attempts,
                int students) {
            this.sections = sections;
            this.pages = pages;
            this.assignments = assignments;
            this.submissions = submissions;
            this.discussions = discussions;
            this.smallFiles = smallFiles;
            this.smallKilobytes = smallKilobytes;
            this.largeFiles = largeFiles;
            this.largeKilobytes = largeKilobytes;
            this.attempts = attempts;
            this.students = students;
        }
    }

    /**
     * A site of so many courses.
     *
     * @param content how large the contents of files are, in percent of the usual
     */
    public static DemoSite courses(DemoSite site, int courses, long seed, int content) {
        return site.only((builder, people) -> {
            GeneratedCourses generated = new GeneratedCourses(builder, people, seed, content);
            for (int i = 0; i < courses; i++) {
                int kind = i % 100;
                generated.course(i + 1, kind == 50 ? Size.M : kind % 7 == 3 ? Size.S : Size.XS);
            }
        });
    }

    /** A site with one course that has so many posts (a multiple of 10,000) in its forums. */
    public static DemoSite posts(DemoSite site, long posts, long seed) {
        return site.only((builder, people) -> {
            GeneratedCourses generated = new GeneratedCourses(builder, people, seed, 100);
            Course course = generated.empty("POSTS", "A forum that is never silent");
            // a forum for each portion, since what is written can't be referred to
            for (long made = 0; made < posts; made += 10_000) {
                course.section("Since post " + made, "");
                generated.forum(course, "Everything since " + made, 100, 99);
                generated.write();
            }
        });
    }

    /** A site with one course that has so many bytes of files, each content 1 GB at most and mostly empty on disk. */
    public static DemoSite bytes(DemoSite site, long bytes, long seed) {
        return site.only((builder, people) -> {
            GeneratedCourses generated = new GeneratedCourses(builder, people, seed, 100);
            Course course = generated.empty("FILMS", "Nothing but films");
            for (long left = bytes; left > 0; left -= SPARSE_FILE) {
                generated.film(course, Math.min(left, SPARSE_FILE));
            }
        });
    }

    /** A site with one course that has so many activities, of all the generated kinds. */
    public static DemoSite activities(DemoSite site, int activities, long seed) {
        return site.only((builder, people) -> {
            GeneratedCourses generated = new GeneratedCourses(builder, people, seed, 100);
            Course course = generated.empty("ACTIVITIES", "One thing after the other");
            for (int i = 0; i < activities; i++) {
                switch (i % 4) {
                    case 0 -> generated.page(course, i);
                    case 1 -> generated.assignment(course, i, 5);
                    case 2 -> generated.forum(course, "Talk " + i, 2, 3);
                    default ->
                        new Activities(course).resource("File " + i, "file" + i + ".bin", generated.bytes(20 * KB));
                }
            }
        });
    }

    /** A site with one course whose question bank has so many questions, or a few more. */
    public static DemoSite questions(DemoSite site, int questions, long seed) {
        return site.only((builder, people) -> {
            GeneratedCourses generated = new GeneratedCourses(builder, people, seed, 100);
            Course course = generated.empty("QUESTIONS", "What nobody ever asked");
            QuestionBank bank = new QuestionBank(course, "All of them");
            new Quiz(course, "Some of them", bank, bank.all());
            while (builder.rows.count("question") < questions) {
                bank.all();
                bank.more();
            }
        });
    }

    private Course empty(String shortname, String fullname) {
        Course course = new Course(site, people, category, shortname, fullname);
        course.enrol(Size.S.students);
        course.section("Everything", "");
        return course;
    }

    private void course(int number, Size size) {
        Course course = new Course(
                site, people, category, size + "-" + number, "Generated course " + number, "summary", words(30));
        course.enrol(size.students);
        int[] section = {0};
        int each = Math.max(1, (size.pages + size.assignments) / size.sections);
        for (int i = 0; i < size.pages; i++) {
            beginSection(course, section, each);
            page(course, i);
        }
        for (int i = 0; i < size.assignments; i++) {
            beginSection(course, section, each);
            assignment(course, i, size.submissions);
        }
        forum(course, "Questions and answers", size.discussions, 4);
        Module folder = new Activities(course).folder("Handouts", 0);
        for (int i = 0; i < size.smallFiles; i++) {
            site.file(
                    folder.context(),
                    "mod_folder",
                    "content",
                    0,
                    "handout " + i + ".pdf",
                    bytes(size.smallKilobytes * KB));
        }
        for (int i = 0; i < size.largeFiles; i++) {
            new Activities(course).resource("Film " + i, "film" + i + ".mp4", bytes(size.largeKilobytes * KB));
        }
        if (size.attempts > 0) {
            QuestionBank bank = new QuestionBank(course, "Bank of course " + number);
            Quiz quiz = new Quiz(course, "Final quiz", bank, bank.all());
            for (int i = 0; i < size.attempts; i++) {
                quiz.attempt(course.students.get(i), i % 3 > 0);
            }
        }
        new Activities(course).url("More of this", DemoSite.WWWROOT + "/more");
        write();
    }

    private void beginSection(Course course, int[] made, int each) {
        if (made[0]++ % each == 0) {
            course.section("Week " + made[0] / each, words(20));
        }
    }

    private void page(Course course, int number) {
        new Activities(course)
                .page(
                        "Page " + number,
                        "<h3>" + words(6) + "</h3><p>" + words(200) + "</p><p><a href=\"" + course.url() + "\">"
                                + words(3) + "</a></p>");
    }

    private void assignment(Course course, int number, int submissions) {
        Assignment assignment = new Assignment(course, "Exercise " + number, "<p>" + words(40) + "</p>");
        for (int i = 0; i < submissions; i++) {
            long student = course.students.get((number + i) % course.students.size());
            assignment.submit(student, "<p>" + words(80) + "</p>", "answer" + i + ".txt", bytes(2 * KB));
            assignment.grade(student, i % 3, "<p>" + words(12) + "</p>");
        }
    }

    private void forum(Course course, String name, int discussions, int replies) {
        Forum forum = new Forum(course, name, "<p>" + words(12) + "</p>");
        for (int d = 0; d < discussions; d++) {
            long user = course.students.get(random.nextInt(course.students.size()));
            long post = forum.discuss(user, words(5), "<p>" + words(60) + "</p>", -1, 20);
            for (int r = 0; r < replies; r++) {
                forum.reply(post, course.students.get(r % course.students.size()), "<p>" + words(40) + "</p>", 10);
            }
        }
    }

    private void film(Course course, long bytes) {
        Module module = new Activities(course).resource("Film", "about.txt", bytes(KB));
        String hash = sparse(bytes);
        site.pooled(module.context(), "mod_resource", "content", 0, "/", "film.mp4", hash, bytes);
    }

    private String sparse(long bytes) {
        try {
            Path made = site.pool.path("0000").resolveSibling("film");
            Files.createDirectories(made.getParent());
            // as a film's own beginning, which no packer makes smaller, so that it is stored and not deflated
            byte[] beginning = new byte[256 * KB];
            random.nextBytes(beginning);
            try (FileChannel file = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(beginning), 0);
                file.write(ByteBuffer.wrap(beginning, 0, KB), bytes - KB);
            }
            String hash;
            try (InputStream in = Files.newInputStream(made)) {
                hash = DigestUtils.sha1Hex(in);
            }
            Files.createDirectories(site.pool.path(hash).getParent());
            Files.move(made, site.pool.path(hash));
            return hash;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(int usual) {
        byte[] bytes = new byte[Math.max(64, (int) (usual * (long) content / 100))];
        random.nextBytes(bytes);
        return bytes;
    }

    private static final String[] WORDS = ("the of and course week read write answer question page before after every"
                    + " lake river mountain light number sound water bread glass stone paper letter history music über"
                    + " naïve 水 façade open closed early late always never some many few large small")
            .split(" ");

    private String words(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    private void write() {
        try {
            site.rows.write();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
