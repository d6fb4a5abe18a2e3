package org.coursebackup.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.moodle.TablePrefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MoodleConfigFileTest {
    private static final String PLACES =
            "$CFG->wwwroot = 'https://campus.example.org'; $CFG->dataroot = '/var/moodledata';";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Map<String, String> backup = Map.of();

    @BeforeEach
    void theFile() {
        environment.put("MOODLE_CONFIG", folder.resolve("config.php").toString());
    }

    private Settings load(String php) throws Exception {
        Files.writeString(
                folder.resolve("config.php"), "<?php\n" + php + "\nrequire_once(__DIR__ . '/lib/setup.php');\n");
        return new SettingsLoader(
                        folder, environment, new Properties(), (moodle, tables) -> new SiteAnswers(backup, "99"))
                .settings();
    }

    private List<String> complaints(String php) {
        return catchThrowableOfType(SettingsException.class, () -> load(php)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static String database(String type, String host, String options) {
        return "$CFG->dbtype = '" + type + "'; $CFG->dbhost = '" + host
                + "'; $CFG->dbname = 'moodle'; $CFG->dbuser = 'u';"
                + " $CFG->dbpass = 'p'; $CFG->prefix = 'Mdl_'; $CFG->dboptions = " + options + ";" + PLACES;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mariadb | db | [] | jdbc:mariadb://db/moodle",
                "mysqli | db | ['dbport' => '3307', 'dbsocket' => ''] | jdbc:mariadb://db:3307/moodle",
                "mysqli | db | ['dbport' => 0, 'dbsocket' => '/campus/my.sock'] | jdbc:mariadb://db/moodle",
                "mariadb | localhost | ['dbsocket' => '/var/run/mysqld/mysqld.sock'] | jdbc:mariadb://localhost/moodle",
                "auroramysql | db | ['ssl' => 'require'] | jdbc:mariadb://db/moodle?sslMode=trust",
                "mysqli | db | ['ssl' => 'verify-full', 'clientcompress' => true] |"
                        + " jdbc:mariadb://db/moodle?sslMode=verify-full",
                "mariadb | 2001:db8::1 | ['dbport' => 3306] | jdbc:mariadb://[2001:db8::1]:3306/moodle",
                "pgsql | db | ['dbport' => 5433, 'dbschema' => 'campus'] |"
                        + " jdbc:postgresql://db:5433/moodle?currentSchema=campus",
                "pgsql | db | ['dbschema' => '', 'ssl' => 'verify-full'] |"
                        + " jdbc:postgresql://db/moodle?sslmode=verify-full",
                "pgsql | localhost | ['dbsocket' => true] | jdbc:postgresql://localhost/moodle",
                "pgsql | /var/run/postgresql | array('dbsocket' => false) | jdbc:postgresql://localhost/moodle"
            })
    void the_database_is_the_one_that_moodle_takes(String type, String host, String options, String url)
            throws Exception {
        Settings settings = load(database(type, host, options));

        assertThat(settings.moodle().database().url()).isEqualTo(url);
        assertThat(settings.moodle().content()).isEqualTo(settings.moodle().database());
        assertThat(settings.hints()).hasSize(url.contains("//localhost") ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sqlsrv | db | [] | sqlsrv",
                "mysqli | localhost | ['dbsocket' => '/campus/second.sock'] | /campus/second.sock",
                "pgsql | localhost | ['dbsocket' => '/campus/pg'] | /campus/pg",
                "pgsql | db | ['ssl' => 'maybe'] | 'maybe'",
                "mariadb | db | ['dbport' => 'three'] | 'three'",
                "mariadb | db:3307 | [] | colon",
                "mariadb | db | ['dbport' => $_SERVER['DB_PORT']] | $_SERVER['DB_PORT']",
                "mariadb | db | some_function() | some_function()"
            })
    void a_database_that_it_cannot_reach_as_moodle_does_is_refused_in_words(
            String type, String host, String options, String why) {
        assertThat(complaints(database(type, host, options)))
                .singleElement()
                .asString()
                .startsWith("moodle.db.url: ")
                .contains(why)
                .contains("set moodle.db.url in application.properties or as MOODLE_DB_URL");
    }

    @Test
    void what_was_refused_can_be_given() throws Exception {
        environment.put("MOODLE_DB_URL", "jdbc:mariadb://other/moodle");

        assertThat(load(database("sqlsrv", "db", "[]")).moodle().database().url())
                .isEqualTo("jdbc:mariadb://other/moodle");
    }

    @Test
    void the_prefix_may_have_any_case_and_postgresql_has_it_in_lower_case() throws Exception {
        assertThat(load(database("mariadb", "db", "[]")).moodle().site().tables())
                .isEqualTo(new TablePrefix("Mdl_"));
        assertThat(load(database("pgsql", "db", "[]")).moodle().site().tables()).isEqualTo(new TablePrefix("mdl_"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'r1' | jdbc:mariadb://r1:3307/moodle | u",
                "['r1', 'r2'] | jdbc:mariadb://r1:3307/moodle | u",
                "['dbhost' => 'r1', 'dbport' => '', 'dbuser' => 'reader', 'dbpass' => 'x'] |"
                        + " jdbc:mariadb://r1/moodle | reader",
                "[['dbhost' => 'r1', 'dbport' => 3310, 'dbuser' => 'reader'], ['dbhost' => 'r2']] |"
                        + " jdbc:mariadb://r1:3310/moodle | reader"
            })
    void content_is_read_from_a_readonly_instance(String instance, String url, String user) throws Exception {
        String php = database(
                "mariadb",
                "db",
                "['dbport' => 3307, 'readonly' => ['instance' => " + instance + ", 'latency' => 0.5]]");

        assertThat(load(php).moodle().content().url()).isEqualTo(url);
        assertThat(load(php).moodle().content().user()).isEqualTo(user);
        assertThat(load(php).moodle().database().url()).isEqualTo("jdbc:mariadb://db:3307/moodle");

        environment.put("MOODLE_DB_USER", "backup");
        environment.put("MOODLE_DB_PASSWORD", "b");
        assertThat(load(php).moodle().content()).isEqualTo(new Database(url, "backup", "b"));

        environment.put("MOODLE_DB_URL", "jdbc:mariadb://copy/moodle");
        assertThat(load(php).moodle().content().url()).isEqualTo("jdbc:mariadb://copy/moodle");
    }

    @Test
    void a_readonly_instance_that_only_php_knows_is_left_alone_with_a_hint() throws Exception {
        Settings settings = load(database("mariadb", "db", "['readonly' => ['instance' => pick_one()]]"));

        assertThat(settings.moodle().content()).isEqualTo(settings.moodle().database());
        assertThat(settings.hints())
                .singleElement()
                .asString()
                .contains("readonly instance")
                .contains("pick_one()");
    }

    @Test
    void the_pool_and_what_stores_files_elsewhere_are_seen() throws Exception {
        Settings settings = load(database("mariadb", "db", "[]") + "$CFG->filedir = $CFG->dataroot . '/pool';"
                + " $CFG->alternative_file_system_class = '\\\\tool_objectfs\\\\s3_file_system';"
                + " $CFG->trashdir = '/var/trash';");

        assertThat(settings.moodle().site().filedir()).isEqualTo(Path.of("/var/moodledata/pool"));
        assertThat(settings.moodle().site().trashdir()).isEqualTo(Path.of("/var/trash"));
        assertThat(settings.hints())
                .singleElement()
                .asString()
                .contains("\\tool_objectfs\\s3_file_system")
                .contains("status 4");
        assertThat(load(database("mariadb", "db", "[]")).moodle().site().filedir())
                .isEqualTo(Path.of("/var/moodledata/filedir"));
    }

    @Test
    void settings_that_the_file_forces_win_over_those_in_the_database() throws Exception {
        backup = Map.of("backup_auto_weekdays", "1111111", "backup_auto_hour", "2", "backup_auto_logs", "1");
        environment.put("SCHEDULE_CRON", "moodle");
        environment.put("SCHEDULE_TIMEZONE", "moodle");
        Settings settings = load(database("mariadb", "db", "[]")
                + "$CFG->forced_plugin_settings = array('backup' => ['backup_auto_hour' => 4,"
                + " 'backup_auto_logs' => false],"
                + " 'auth_ldap' => ['host_url' => 'x']); $CFG->timezone = 'Asia/Tokyo';"
                + " $CFG->includeuserpasswordsinbackup = true;");

        assertThat(settings.schedule().cron()).startsWith("0 0 4 ");
        assertThat(settings.schedule().zone()).hasToString("Asia/Tokyo");
        assertThat(settings.archive().on(org.coursebackup.archive.BackupSetting.LOGS))
                .isFalse();
        assertThat(settings.moodle().site().forced())
                .containsEntry("includeuserpasswordsinbackup", "1")
                .doesNotContainKeys("dbpass", "dbuser");
    }

    @Test
    void variables_of_the_environment_that_are_not_set_here_are_named() throws Exception {
        Settings settings = load(database("mariadb", "db", "[]") + "$CFG->dbhost = getenv('DB_HOST') ?: 'localhost';");

        assertThat(settings.moodle().database().url()).isEqualTo("jdbc:mariadb://localhost/moodle");
        assertThat(settings.hints())
                .singleElement()
                .asString()
                .contains("environment variable DB_HOST")
                .contains("line 2 of config.php");
        assertThat(complaints(database("mariadb", "db", "[]") + "$CFG->dbpass = getenv('DB_PASS');"))
                .singleElement()
                .asString()
                .startsWith("moodle.db.password: $CFG->dbpass is taken from the environment variable DB_PASS");
    }

    @Test
    void each_key_that_only_php_knows_is_refused_once_with_its_line() {
        assertThat(complaints("$CFG->dbtype = 'mariadb'; $CFG->dbhost = 'db'; $CFG->dbname = 'm'; $CFG->dbuser = 'u';\n"
                        + "$CFG->wwwroot = 'https://' . $_SERVER['HTTP_HOST'];\nrequire '/nowhere/site.php';"))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("moodle.db.url: ")
                                .contains("/nowhere/site.php, which line 4"),
                        problem -> assertThat(problem).startsWith("moodle.db.user: "),
                        problem -> assertThat(problem).startsWith("moodle.db.password: "),
                        problem -> assertThat(problem).startsWith("moodle.db.prefix: "),
                        problem -> assertThat(problem)
                                .startsWith("moodle.wwwroot: ")
                                .contains("HTTP_HOST"),
                        problem -> assertThat(problem).startsWith("moodle.dataroot: "));
    }
}
