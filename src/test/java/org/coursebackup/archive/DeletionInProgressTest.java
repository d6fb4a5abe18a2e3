package org.coursebackup.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Moodle 5.3 marks a course for deletion and removes it later, in a separate task. */
class DeletionInProgressTest {
    private final DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);

    @TempDir
    Path folder;

    @BeforeEach
    void mark_course_4() throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter table mdl_course add column deletioninprogress smallint default 0");
            statement.execute("update mdl_course set deletioninprogress = 1 where id = 4");
        }
    }

    @Test
    void a_course_being_deleted_counts_as_deleted() {
        assertThatThrownBy(() -> Archives.of(moodle, 4, folder))
                .isInstanceOf(CourseGoneException.class)
                .hasMessageContaining("deleting");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_others_are_archived() throws Exception {
        assertThat(Archives.of(moodle, 3, folder)).isNotEmptyFile();
    }
}
