package org.coursebackup.demo;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.Test;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class DemoSiteTest {
    private final DemoMoodle moodle = DemoMoodle.shared(DatabaseKind.H2);

    @Test
    void it_has_a_front_page_and_eight_courses() throws SQLException {
        assertThat(text("select group_concat(shortname order by id separator ' ') from mdl_course where"
                        + " id in (1,2,3,4,6,7,8,9)"))
                .isEqualTo("campus GARDEN BAKERY STARS HARBOUR CLOCKS MAPS LOST");
    }

    @Test
    void every_context_but_the_lost_one_has_its_parent() throws SQLException {
        assertThat(text("select count(*) from mdl_context c where depth > 1 and not exists (select 1 from mdl_context p"
                        + " where c.path = concat(p.path, '/', c.id))"))
                .isEqualTo("1");
    }

    @Test
    void exactly_one_listed_file_is_missing_from_the_pool() throws SQLException {
        int missing = 0;
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet files =
                        statement.executeQuery("select distinct contenthash from mdl_files where filename <> '.'")) {
            while (files.next()) {
                String hash = files.getString(1);
                missing += Files.exists(moodle.site()
                                .dataroot()
                                .resolve("filedir/" + hash.substring(0, 2) + "/" + hash.substring(2, 4) + "/" + hash))
                        ? 0
                        : 1;
            }
        }
        assertThat(missing).isEqualTo(1);
    }

    @Test
    void hidden_courses_differ_in_when_they_were_modified() throws SQLException {
        assertThat(text("select timemodified from mdl_course where shortname = 'HARBOUR'"))
                .isEqualTo(String.valueOf(daysAgo(60)));
        assertThat(text("select timemodified from mdl_course where shortname = 'CLOCKS'"))
                .isEqualTo(String.valueOf(daysAgo(1)));
    }

    private static long daysAgo(int days) {
        return DemoMoodle.CLOCK.instant().getEpochSecond() - days * 86_400L;
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
