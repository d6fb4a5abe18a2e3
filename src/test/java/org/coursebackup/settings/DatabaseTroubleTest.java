package org.coursebackup.settings;

import java.sql.SQLException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTroubleTest {
    private static final Database DATABASE = new Database("jdbc:mariadb://db/moodle", "u", "p");

    @ParameterizedTest
    @CsvSource({
        "Too many connections, HY000, 1040",
        "User u already has more than 'max_user_connections' active connections, 42000, 1203",
        "'FATAL: sorry, too many clients already', 53300, 0"
    })
    void a_server_without_a_connection_left_is_away_and_its_settings_may_be_right(
            String message, String state, int code) {
        Problem problem = DatabaseTrouble.explain("moodle.db", DATABASE, new SQLException(message, state, code));

        assertThat(problem.away()).isTrue();
        assertThat(problem.message()).contains("max_connections").doesNotContain("Check");
    }

    @ParameterizedTest
    @CsvSource({
        "Access denied for user 'u', 28000, 1045",
        "Unknown database 'moodle', 42000, 1049",
        "'FATAL: database \"moodle\" does not exist', 3D000, 0"
    })
    void what_only_the_settings_can_mend_is_not_away(String message, String state, int code) {
        assertThat(DatabaseTrouble.explain("moodle.db", DATABASE, new SQLException(message, state, code))
                        .away())
                .isFalse();
    }
}
