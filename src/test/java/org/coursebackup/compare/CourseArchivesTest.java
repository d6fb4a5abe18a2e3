package org.coursebackup.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CourseArchivesTest {
    @TempDir
    private Path folder;

    private static TestArchive archive(long course, long date) {
        return new TestArchive()
                .with("course/course.xml", "<course id=\"" + course + "\"/>")
                .with(
                        "moodle_backup.xml",
                        "<moodle_backup><information><original_course_id>" + course
                                + "</original_course_id><backup_date>" + date
                                + "</backup_date></information></moodle_backup>");
    }

    @Test
    void of_each_course_the_newest_archive_counts_in_either_container_whatever_its_name() throws Exception {
        archive(4, 1_700_000_000).zip(folder.resolve("z.mbz"));
        Path newer = archive(4, 1_800_000_000).tgz(folder.resolve("a.mbz"));
        Path only = archive(12, 1_600_000_000).tgz(folder.resolve("course-7.mbz"));
        Files.writeString(folder.resolve("notes.txt"), "none");

        assertThat(CourseArchives.newest(folder)).containsExactly(Map.entry(4L, newer), Map.entry(12L, only));
    }

    @Test
    void a_file_that_only_looks_like_an_archive_is_named() throws Exception {
        Path file = archive(4, 1).without("moodle_backup.xml").zip(folder.resolve("empty.mbz"));
        assertThatThrownBy(() -> CourseArchives.newest(folder))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessage(file + " is no archive of a course: it has no moodle_backup.xml");

        archive(4, 1).with("moodle_backup.xml", "<moodle_backup/>").zip(file);
        assertThatThrownBy(() -> CourseArchives.newest(folder))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessageContaining("names no course or no date");

        Files.writeString(file, "nothing");
        assertThatThrownBy(() -> CourseArchives.newest(folder))
                .isInstanceOf(UnreadableArchiveException.class)
                .hasMessageContaining("empty.mbz cannot be read as an archive");
    }
}
