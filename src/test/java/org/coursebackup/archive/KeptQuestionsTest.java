package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** Moodle keeps noted questions in one list for a whole backup; only some activities clear it. */
class KeptQuestionsTest {
    @TempDir
    Path folder;

    @Test
    void questions_that_an_activity_does_not_clear_bring_their_bank_to_the_next_one() throws Exception {
        try (DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1)) {
            String category = DiaryPlugin.installIn(moodle);

            define("");
            assertThat(inforef(moodle, "activities/diary_901/")).contains(category);
            assertThat(inforef(moodle, "activities/diary_902/")).doesNotContain(category);

            define("keeps-questions: true\n");
            assertThat(inforef(moodle, "activities/diary_901/")).contains(category);
            assertThat(inforef(moodle, "activities/diary_902/")).contains(category);
        }
    }

    @Test
    void a_reference_from_the_course_itself_brings_the_bank_with_the_course() throws Exception {
        try (DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1)) {
            String category = DiaryPlugin.installIn(moodle);
            define("");
            assertThat(inforef(moodle, "course/")).doesNotContain(category);

            DiaryPlugin.referToTheBankFromTheCourse(moodle);
            assertThat(inforef(moodle, "course/")).contains(category);
            DiaryPlugin.build(moodle, "500", "2025041400.00");
            assertThat(inforef(moodle, "course/"))
                    .as("since 5.0 a course has no bank")
                    .doesNotContain(category);
        }
    }

    private void define(String more) throws Exception {
        Files.writeString(
                folder.resolve("diary.yaml"),
                "activity: diary\nuses-questions: true\n" + more + "columns: name asked\nnotes: {asked: question}\n");
    }

    private String inforef(DemoMoodle moodle, String task) throws Exception {
        Path archive = folder.resolve("a.mbz");
        Files.deleteIfExists(archive);
        new CourseArchiver(moodle.pool(), moodle.site(), folder, DemoMoodle.CLOCK)
                .archive(DiaryPlugin.COURSE, "a.mbz", ArchiveSettings.everything(), archive);
        return Archives.contents(archive).get(task + "inforef.xml").replaceAll("\\s+", "");
    }
}
