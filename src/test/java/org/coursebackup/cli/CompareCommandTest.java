package org.coursebackup.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What 'compare' prints of folders, and what it says when it can't. */
class CompareCommandTest {
    private final PrintStream err = System.err;
    private final PrintStream out = System.out;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setOut(System.err);
    }

    @AfterEach
    void restore() {
        System.setErr(err);
        System.setOut(out);
    }

    private static void archive(Path folder, long course, String fullname) throws IOException {
        Files.createDirectories(folder);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve(course + ".mbz")))) {
            zip.putNextEntry(new ZipEntry("moodle_backup.xml"));
            zip.write(("<moodle_backup><information><backup_date>1</backup_date><original_course_id>" + course
                            + "</original_course_id></information></moodle_backup>")
                    .getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("course/course.xml"));
            zip.write(("<course><fullname>" + fullname + "</fullname></course>").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void folders_are_compared_course_by_course_and_only_what_differs_is_listed(@TempDir Path folder) throws Exception {
        Path moodles = folder.resolve("moodles");
        Path ours = folder.resolve("ours");
        archive(moodles, 2, "Garden");
        archive(moodles, 3, "Bakery");
        archive(ours, 2, "Garden");
        archive(ours, 3, "Backery");
        archive(ours, 9, "Stars");

        int different = Main.execute("compare", moodles.toString(), ours.toString());

        assertThat(different).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualToNormalizingNewlines("""
                        Course 2: equal: 2 of 2 documents (100 %), 100 % of elements, 0 of 0 files equal.
                        Course 3: not equal: 1 of 2 documents (50 %), 66.66 % of elements, 0 of 0 files equal.
                          core                             DIFFERS in 1 place
                              course/course.xml: course/fullname is 'Backery', not 'Bakery'
                        1 of 2 courses equal.
                        """);

        archive(ours, 3, "Bakery");
        assertThat(Main.execute("compare", moodles.toString(), ours.toString())).isZero();
        Files.delete(ours.resolve("2.mbz"));
        assertThat(Main.execute("compare", moodles.toString(), ours.toString())).isEqualTo(1);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Course 2: not equal: there is no archive of it in " + ours + ".");
    }

    @Test
    void a_folder_without_archives_is_no_reference(@TempDir Path folder) {
        int code = Main.execute("compare", folder.toString(), folder.toString());

        assertThat(code).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(folder + " has no archives (.mbz) to compare with.");
    }

    @Test
    void an_encrypted_archive_is_to_be_decrypted_first() {
        int code = Main.execute("compare", "moodles.mbz", "/backups/ours.mbz.age");

        assertThat(code).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("/backups/ours.mbz.age is encrypted")
                .contains("age -d -i key.txt ours.mbz.age > ours.mbz")
                .doesNotContain("Exception");
    }
}
