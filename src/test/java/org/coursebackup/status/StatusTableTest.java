package org.coursebackup.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.History;
import org.coursebackup.history.HistoryJson;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.status.CourseStatus.Newest;
import org.coursebackup.testsupport.CourseRecords;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class StatusTableTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
    private final JdbcTemplate courses = new JdbcTemplate(moodle.pool());
    private final JdbcDataSource database = new JdbcDataSource();
    private History history;

    @BeforeEach
    void open() {
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        history = new History(database);
    }

    @AfterEach
    void close() {
        moodle.close();
    }

    @Test
    void courses_without_a_good_archive_come_first_then_those_with_the_oldest() {
        CourseRecords.record(history, 1, 2, Result.OK, null, NOW.minusSeconds(500));
        CourseRecords.record(history, 1, 3, Result.WARNING, "a file is missing", NOW.minusSeconds(900));

        List<CourseStatus> table = table();

        assertThat(table).hasSize(9);
        assertThat(table).extracting(CourseStatus::id).endsWith(3L, 2L);
        assertThat(table.get(0).good()).isEqualTo(Newest.NONE);
        assertThat(table.get(7).good()).isEqualTo(new Newest(NOW.minusSeconds(900), Duration.ofMinutes(15), 1_000));
    }

    @Test
    void a_reason_is_shown_only_with_the_status_it_belongs_to() {
        CourseRecords.record(history, 1, 4, Result.FAILED, "no context", NOW.minusSeconds(100));
        status(4, "0");
        assertThat(course(4).reason()).isEqualTo("no context");
        assertThat(course(4).meaning()).isEqualTo("error");

        status(4, "1");

        assertThat(course(4).reason()).isNull();
        assertThat(course(4).meaning()).isEqualTo("OK");
    }

    @Test
    void a_course_that_has_no_row_yet_is_not_yet_run() {
        courses.update("delete from mdl_backup_courses where courseid = 5");

        assertThat(course(5).status()).isEqualTo(5);
        assertThat(course(5).meaning()).isEqualTo("not yet run");
        assertThat(course(5).nextStart()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void as_json_it_is_flat_with_zeros_for_never() throws Exception {
        CourseRecords.record(history, 1, 4, Result.WARNING, "a file is missing", NOW.minusSeconds(900));
        status(4, "4");

        assertThat(json(course(4)))
                .isEqualTo("{\"id\":4,\"shortname\":\"STARS\",\"status\":4,\"meaning\":\"warning\","
                        + "\"reason\":\"a file is missing\",\"lastStart\":1,\"lastEnd\":2,\"nextStart\":3,"
                        + "\"good\":1799999100,\"goodAge\":900,\"goodBytes\":1000,\"excluded\":null}");
        assertThat(json(course(3)))
                .endsWith("\"nextStart\":0,\"good\":0,\"goodAge\":null,\"goodBytes\":0,\"excluded\":null}");
    }

    private static String json(CourseStatus course) throws JsonProcessingException {
        return HistoryJson.mapper().writeValueAsString(course);
    }

    private void status(long course, String status) {
        courses.update("delete from mdl_backup_courses where courseid = ?", course);
        courses.update(
                "insert into mdl_backup_courses (courseid, laststarttime, lastendtime, laststatus, nextstarttime)"
                        + " values (?, 1, 2, ?, 3)",
                course,
                status);
    }

    private CourseStatus course(long id) {
        return table().stream().filter(course -> course.id() == id).findFirst().orElseThrow();
    }

    private List<CourseStatus> table() {
        return new StatusTable(
                        new MoodleCourses(new MoodleDatabase(moodle.pool(), TablePrefix.USUAL)),
                        new HistoryReader(database),
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .worstFirst();
    }
}
