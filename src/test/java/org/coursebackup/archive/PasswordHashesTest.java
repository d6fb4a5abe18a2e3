package org.coursebackup.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordHashesTest {
    @TempDir
    Path folder;

    @Test
    void a_row_of_the_table_config_asks_for_password_hashes_as_config_php_does() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        assertThat(users(moodle)).doesNotContain("<password>");

        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "insert into mdl_config (name, value) values ('includeuserpasswordsinbackup', '1')");
        }

        assertThat(users(moodle)).contains("<password>");
    }

    private String users(DemoMoodle moodle) throws Exception {
        return Archives.contents(Archives.of(moodle, 2, folder)).get("users.xml");
    }
}
