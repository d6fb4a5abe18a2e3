package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** On PostgreSQL a refused statement aborts the whole transaction, so the archive has to be started again. */
class BrokenDefinitionIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"POSTGRESQL", "MARIADB"})
    void the_programs_own_definitions_fit_and_a_broken_one_costs_its_rows_only(DatabaseKind kind) throws Exception {
        DemoMoodle moodle = DemoMoodle.shared(kind);
        assertThat(archiver(moodle).check()).isEmpty();
        Files.writeString(folder.resolve("page.yaml"), "activity: page\ncolumns: name\nwhere: t.name = t.nothing\n");
        Files.writeString(folder.resolve("choice.yaml"), "activity: choice\ncolumns: name\nby: name=course\n");
        assertThat(archiver(moodle).check())
                .anySatisfy(problem -> assertThat(problem).startsWith(folder + "/page.yaml:1: the database refuses"));
        Path archive = folder.resolve("course.mbz");
        ArchiveReport report = archiver(moodle).archive(6, "course.mbz", ArchiveSettings.everything(), archive);
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning)
                .startsWith(folder + "/page.yaml:1: ")
                .endsWith("Its rows are not in the archive."));
        assertThat(Archives.contents(archive)).containsKeys("course/course.xml", "users.xml", "moodle_backup.xml");
    }

    private CourseArchiver archiver(DemoMoodle moodle) throws Exception {
        return new CourseArchiver(moodle.pool(), moodle.site(), folder, DemoMoodle.CLOCK);
    }
}
