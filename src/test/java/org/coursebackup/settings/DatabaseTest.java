package org.coursebackup.settings;

import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseTest {
    /** Without it a user with caching_sha2_password, the only kind there is since MySQL 9, is turned away. */
    @Test
    void the_key_of_a_MySQL_server_is_asked_for_unless_the_address_says_otherwise() throws Exception {
        assertThat(driver(new Database("jdbc:mysql://db/moodle", "u", "p")).allowPublicKeyRetrieval())
                .isTrue();
        assertThat(driver(new Database("jdbc:mariadb://db/moodle?allowPublicKeyRetrieval=false", "u", "p"))
                        .allowPublicKeyRetrieval())
                .isFalse();
    }

    @Test
    void user_and_password_are_given_where_there_is_a_user() {
        assertThat(new Database("jdbc:postgresql://db/moodle", "u", "p").properties())
                .containsOnly(Map.entry("user", (Object) "u"), Map.entry("password", (Object) "p"));
        assertThat(new Database("jdbc:h2:mem:x", "", "").properties()).isEmpty();
    }

    private static Configuration driver(Database database) throws Exception {
        Properties properties = database.properties();
        return Configuration.parse(database.url(), properties);
    }
}
