package org.coursebackup.moodleconfig;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class MoodleConfigTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private MoodleConfig read(String php) throws Exception {
        Files.writeString(folder.resolve("config.php"), php);
        return MoodleConfig.read(folder.resolve("config.php"), environment);
    }

    private String why(MoodleConfig config, String name) {
        assertThat(config.value(name)).as(name).isInstanceOf(Unknown.class);
        return ((Unknown) config.value(name)).why();
    }

    @Test
    void the_file_that_the_installer_writes_is_read() throws Exception {
        MoodleConfig config = read("""
                <?php  // Moodle configuration file

                unset($CFG);
                global $CFG;
                $CFG = new stdClass();

                $CFG->dbtype    = 'mariadb';
                $CFG->dblibrary = 'native';
                $CFG->dbhost    = 'localhost';
                $CFG->dbname    = 'moodle';
                $CFG->dbuser    = 'moodleuser';
                $CFG->dbpass    = 'p\\'a\\\\ss"w$ord#1//2/*3*/;';
                $CFG->prefix    = 'mdl_';
                $CFG->dboptions = array (
                  'dbpersist' => 0,
                  'dbport' => 3307,
                  'dbsocket' => '',
                  'dbcollation' => 'utf8mb4_unicode_ci',
                );

                $CFG->wwwroot   = 'https://campus.example.org';
                $CFG->dataroot  = '/var/moodledata';
                $CFG->admin     = 'admin';
                $CFG->directorypermissions = 02777;

                require_once(__DIR__ . '/lib/setup.php');

                // There is no php closing tag in this file,
                // it is intentional because it prevents trailing whitespace problems!
                """);

        assertThat(config.value("dbhost")).isEqualTo("localhost");
        assertThat(config.value("dbpass")).isEqualTo("p'a\\ss\"w$ord#1//2/*3*/;");
        assertThat(config.value("directorypermissions")).isEqualTo(1535L);
        assertThat(config.value("dboptions"))
                .isEqualTo(
                        Map.of("dbpersist", 0L, "dbport", 3307L, "dbsocket", "", "dbcollation", "utf8mb4_unicode_ci"));
        assertThat(config.value("filedir")).isNull();
        assertThat(config.notSet()).isEmpty();
    }

    @Test
    void what_stands_behind_the_setup_does_not_count() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->dbhost = 'one';
                require_once("$CFG->dirroot/lib/setup.php");
                $CFG->dbhost = 'two';
                """);

        assertThat(config.value("dbhost")).isEqualTo("one");
    }

    @Test
    void comments_are_none_of_its_business_and_strings_are_no_comments() throws Exception {
        MoodleConfig config = read("""
                <?php
                # $CFG->dbhost = 'hash';
                // $CFG->dbhost = 'slashes'; ?> <?php
                /* $CFG->dbhost = 'stars';
                   $CFG->dbname = 'stars'; */
                /** $CFG->prefix = 'doc_'; */
                $CFG->dbhost = 'http://real/*not*/ # a comment'; // $CFG->dbhost = 'no';
                """);

        assertThat(config.value("dbhost")).isEqualTo("http://real/*not*/ # a comment");
        assertThat(config.value("dbname")).isNull();
        assertThat(config.value("prefix")).isNull();
    }

    @Test
    void the_last_assignment_counts() throws Exception {
        MoodleConfig config = read("<?php $CFG->dbhost = 'one'; $CFG->dbhost = 'two'; unset($CFG->prefix);");

        assertThat(config.value("dbhost")).isEqualTo("two");
        assertThat(config.value("prefix")).isNull();
    }

    @Test
    void strings_are_put_together_as_php_does() throws Exception {
        environment.put("HOST", "db.example.org");
        MoodleConfig config = read("""
                <?php
                $base = '/campus/' . "moodle";
                $names = ['main' => 'campus', 3 => 'third'];
                $CFG->dataroot = $base . '/data';
                $CFG->filedir = "{$CFG->dataroot}/filedir-$names[main]-$names[3]-{$names['main']}-${base}";
                $CFG->dbname = "a\\x41\\101\\u{e9}\\$x\\"\\q";
                $CFG->dbhost = "$CFG->dbname.";
                $CFG->wwwroot = 'https://' . getenv('HOST') . '/' . 4 . 1.5 . true . false . null;
                $CFG->dbpass = <<<'SECRET'
                  it's $raw\\n
                  SECRET;
                $CFG->dbuser = <<<USER
                user-$names[main]
                USER;
                $CFG->x = 'a';
                $CFG->x .= 'b';
                """);

        assertThat(config.value("dataroot")).isEqualTo("/campus/moodle/data");
        assertThat(config.value("filedir")).isEqualTo("/campus/moodle/data/filedir-campus-third-campus-/campus/moodle");
        assertThat(config.value("dbname")).isEqualTo("aAA\u00e9$x\"\\q");
        assertThat(config.value("dbhost")).isEqualTo("aAA\u00e9$x\"\\q.");
        assertThat(config.value("wwwroot")).isEqualTo("https://db.example.org/41.51");
        assertThat(config.value("dbpass")).isEqualTo("it's $raw\\n");
        assertThat(config.value("dbuser")).isEqualTo("user-campus");
        assertThat(config.value("x")).isEqualTo("ab");
    }

    @Test
    void an_environment_variable_counts_where_it_is_set() throws Exception {
        environment.put("DB_HOST", "db1");
        environment.put("DB_PORT", "3310");
        environment.put("DB_USER", "");
        MoodleConfig config = read("""
                <?php
                $CFG->dbhost = getenv('DB_HOST') ?: 'localhost';
                $CFG->dbname = getenv('DB_NAME') ?: 'moodle';
                $CFG->dbuser = getenv('DB_USER') ?: 'root';
                $CFG->dbpass = getenv('DB_PASS');
                $CFG->prefix = getenv('DB_PREFIX') !== false ? getenv('DB_PREFIX') : 'mdl_';
                $CFG->dboptions = ['dbport' => (int) getenv('DB_PORT')];
                $CFG->wwwroot = 'https://' . getenv('WWW_HOST');
                if (($dir = getenv('DATA')) !== false) {
                    $CFG->dataroot = $dir;
                } else {
                    $CFG->dataroot = '/var/moodledata';
                }
                """);

        assertThat(config.value("dbhost")).isEqualTo("db1");
        assertThat(config.value("dbname")).isEqualTo("moodle");
        assertThat(config.value("dbuser")).isEqualTo("root");
        assertThat(config.value("prefix")).isEqualTo("mdl_");
        assertThat(config.value("dataroot")).isEqualTo("/var/moodledata");
        assertThat(config.value("dboptions")).isEqualTo(Map.of("dbport", 3310L));
        assertThat(why(config, "dbpass"))
                .isEqualTo("is taken from the environment variable DB_PASS in line 5 of config.php,"
                        + " which is not set for this program");
        assertThat(why(config, "wwwroot")).contains("environment variable WWW_HOST");
        assertThat(config.notSet()).containsOnlyKeys("DB_NAME", "DB_PASS", "DB_PREFIX", "WWW_HOST", "DATA");
    }

    @Test
    void superglobals_are_only_believed_where_they_are_set() throws Exception {
        environment.put("DB_HOST", "db1");
        environment.put("HTTP_HOST", "this.shell");
        MoodleConfig config = read("""
                <?php
                $CFG->dbhost = $_ENV['DB_HOST'] ?? 'localhost';
                $CFG->dbname = $_SERVER['DB_NAME'] ?? 'moodle';
                $CFG->wwwroot = 'https://' . $_SERVER['HTTP_HOST'];
                $CFG->sslproxy = isset($_SERVER['HTTP_X_FORWARDED_PROTO']);
                """);

        assertThat(config.value("dbhost")).isEqualTo("db1");
        assertThat(why(config, "dbname")).contains("$_SERVER['DB_NAME'] in line 3");
        assertThat(why(config, "wwwroot")).contains("which only the web server knows");
        assertThat(why(config, "sslproxy")).contains("HTTP_X_FORWARDED_PROTO");
    }

    @Test
    void a_secret_in_a_file_is_read() throws Exception {
        Files.writeString(folder.resolve("secret"), "s3cret\n");
        environment.put("DB_PASS_FILE", folder.resolve("secret").toString());
        MoodleConfig config = read("""
                <?php
                $CFG->dbpass = trim(file_get_contents(getenv('DB_PASS_FILE')));
                $CFG->dbuser = trim(file_get_contents('/nowhere/user'));
                """);

        assertThat(config.value("dbpass")).isEqualTo("s3cret");
        assertThat(why(config, "dbuser")).contains("file_get_contents() in line 3");
    }

    @Test
    void files_that_it_includes_are_read() throws Exception {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/db.php"), """
                <?php
                $CFG->dbhost = 'db2';
                $CFG->here = __DIR__;
                $local = require 'more.php';
                """);
        Files.writeString(folder.resolve("conf/more.php"), "<?php return ['user' => 'u', 'pass' => 'p'];");
        MoodleConfig config = read("""
                <?php
                $CFG = new stdClass;
                $CFG->dbhost = 'db1';
                require_once dirname(__FILE__) . '/conf/db.php';
                require_once __DIR__ . '/conf/db.php';
                $CFG->dbuser = $local['user'];
                ['pass' => $CFG->dbpass] = $local;
                if (file_exists(__DIR__ . '/absent.php')) {
                    include __DIR__ . '/absent.php';
                }
                """);

        assertThat(config.value("dbhost")).isEqualTo("db2");
        assertThat(config.value("dbuser")).isEqualTo("u");
        assertThat(config.value("dbpass")).isEqualTo("p");
        assertThat(config.value("here"))
                .isEqualTo(folder.resolve("conf").toRealPath().toString());
    }

    @Test
    void a_file_that_cannot_be_read_makes_what_it_may_set_unknown() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->dbhost = 'db1';
                require '/etc/nowhere/secrets.php';
                $CFG->dbname = 'moodle';
                """);

        assertThat(why(config, "dbhost"))
                .isEqualTo(
                        "may be set in /etc/nowhere/secrets.php, which line 3 of config.php includes and which cannot"
                                + " be read here (no such file)");
        assertThat(why(config, "prefix")).contains("/etc/nowhere/secrets.php");
        assertThat(config.value("dbname")).isEqualTo("moodle");
    }

    @Test
    void a_file_that_includes_itself_ends_in_words() throws Exception {
        MoodleConfig config = read("<?php $CFG->dbhost = 'a'; include __DIR__ . '/config.php';");

        assertThat(why(config, "dbhost")).contains("include each other too deeply");
    }

    @Test
    void what_depends_on_a_condition_that_only_php_knows_is_not_guessed() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->dbtype = 'pgsql';
                if ($_SERVER['HTTP_HOST'] == 'test.example.org') {
                    $CFG->dbname = 'test';
                    $CFG->dbhost = 'db';
                } else {
                    $CFG->dbname = 'live';
                    $CFG->dbhost = 'db';
                }
                $CFG->wwwroot = php_sapi_name() == 'cli' ? 'https://a' : 'https://b';
                switch ($_SERVER['HTTP_HOST']) {
                    case 'a': $CFG->dbuser = 'a'; $CFG->prefix = 'm_'; break;
                    default: $CFG->dbuser = 'b'; $CFG->prefix = 'm_';
                }
                """);

        assertThat(config.value("dbtype")).isEqualTo("pgsql");
        assertThat(config.value("dbhost")).isEqualTo("db");
        assertThat(config.value("prefix")).isEqualTo("m_");
        assertThat(why(config, "dbname")).isEqualTo("depends on the condition in line 3 of config.php");
        assertThat(why(config, "wwwroot")).isEqualTo("depends on the condition in line 10 of config.php");
        assertThat(why(config, "dbuser")).isEqualTo("depends on the condition in line 11 of config.php");
    }

    @Test
    void conditions_that_are_known_are_followed() throws Exception {
        environment.put("STAGE", "live");
        MoodleConfig config = read("""
                <?php
                if (defined('PHPUNIT_TEST') && PHPUNIT_TEST) { $CFG->dbname = 'phpunit'; }
                else { $CFG->dbname = 'moodle'; }
                define('LIVE', getenv('STAGE') == 'live');
                if (LIVE): $CFG->dbhost = 'live';
                elseif (getenv('STAGE') === 'x'): $CFG->dbhost = 'x';
                else: $CFG->dbhost = 'y'; endif;
                switch (getenv('STAGE')) {
                    case 'dev': $CFG->prefix = 'd_'; break;
                    case 'test': case 'live': $CFG->prefix = 'l_'; break;
                    default: die('?'); }
                isset($CFG->dbuser) or $CFG->dbuser = 'u';
                if (!empty($CFG->dbuser) and !is_null($CFG->dbuser)) $CFG->dbpass = 'p'; else $CFG->dbpass = 'q';
                foreach (['wwwroot' => 'https://w', 'dataroot' => '/d'] as $name => $value) { $CFG->$name = $value; }
                $CFG->{'file' . 'dir'} = $CFG->nothing ?? '/f';
                """);

        assertThat(List.of("dbname", "dbhost", "prefix", "dbuser", "dbpass", "wwwroot", "dataroot", "filedir"))
                .extracting(config::value)
                .containsExactly("moodle", "live", "l_", "u", "p", "https://w", "/d", "/f");
    }

    @Test
    void a_way_that_ends_in_an_error_is_not_taken() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->dbhost = 'a';
                if (!isset($_SERVER['HTTP_HOST']) && php_sapi_name() != 'cli') { $CFG->dbhost = 'b'; die('no host'); }
                try { $CFG->dbname = 'n'; } catch (Exception $e) { throw $e; }
                """);

        assertThat(config.value("dbhost")).isEqualTo("a");
        assertThat(config.value("dbname")).isEqualTo("n");
    }

    @Test
    void a_way_that_returns_early_leaves_doubt_about_what_comes_after_it() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->dbhost = 'a';
                if (defined('CLI_SCRIPT')) { require_once(__DIR__ . '/lib/setup.php'); return; }
                $CFG->dbname = 'n';
                require_once(__DIR__ . '/lib/setup.php');
                """);

        assertThat(config.value("dbhost")).isEqualTo("a");
        assertThat(why(config, "dbname")).contains("depends on a condition");
    }

    @Test
    void functions_and_classes_that_change_the_configuration_leave_doubt() throws Exception {
        MoodleConfig config = read("""
                <?php
                function tenant() { global $CFG; $CFG->dbhost = 'x'; return 'y'; }
                function plain($a) { return $a; }
                $CFG->dbhost = 'a';
                $CFG->dbname = plain('b');
                tenant();
                $CFG->dbuser = 'u';
                """);

        assertThat(why(config, "dbhost"))
                .isEqualTo("may be changed by tenant() in line 6 of config.php, which only PHP can do");
        assertThat(why(config, "dbname")).contains("plain()");
        assertThat(config.value("dbuser")).isEqualTo("u");
    }

    @Test
    void a_loader_of_env_files_makes_the_environment_unknown_but_not_what_is_written_out() throws Exception {
        environment.put("DB_NAME", "from-this-shell");
        MoodleConfig config = read("""
                <?php
                use Dotenv\\Dotenv;
                $CFG = new \\stdClass();
                $CFG->dbhost = 'a';
                $dotenv = Dotenv::createImmutable(__DIR__);
                $dotenv->load();
                $CFG->dbname = getenv('DB_NAME');
                """);

        assertThat(config.value("dbhost")).isEqualTo("a");
        assertThat(why(config, "dbname"))
                .contains("environment variable DB_NAME")
                .contains("Dotenv::createImmutable");
    }

    @Test
    void statements_it_does_not_know_cost_only_what_they_touch() throws Exception {
        MoodleConfig config = read("""
                <?php
                declare(strict_types=1);
                namespace Site;
                $CFG->dbhost = 'a';
                $f = function () { return 1; };
                while ($i < 3) { $i++; $user = 'x'; }
                $CFG->dbuser = $user;
                error_reporting(E_ALL | E_STRICT);
                @ini_set('display_errors', '1');
                date_default_timezone_set('Europe/Berlin');
                $CFG->dbname = match (true) { default => 'n' };
                $CFG->prefix = 'p_';
                """);

        assertThat(config.value("prefix")).isEqualTo("p_");
        assertThat(why(config, "dbuser")).contains("line 6 of config.php by a 'while'");
        assertThat(why(config, "dbhost")).contains("line 11 of config.php by a 'match'");
        assertThat(why(config, "dbname")).contains("a 'match'");
    }

    @Test
    void arrays_are_read_in_every_shape() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->forced_plugin_settings = array('backup' => array('backup_auto_hour' => 3),);
                $CFG->forced_plugin_settings['tool_objectfs']['s3_bucket'] = 'b';
                $CFG->forced_plugin_settings['backup'] += ['backup_auto_minute' => '5'];
                $CFG->list[] = 'a';
                $CFG->list[] = 'b';
                $CFG->dboptions = array_merge(['dbport' => 1], [ 'dbport' => $_SERVER['P'], 'ssl' => 'require' ]);
                $GLOBALS['CFG']->dbhost = 'g';
                """);

        assertThat(config.value("forced_plugin_settings"))
                .isEqualTo(Map.of(
                        "backup",
                        Map.of("backup_auto_hour", 3L, "backup_auto_minute", "5"),
                        "tool_objectfs",
                        Map.of("s3_bucket", "b")));
        assertThat(config.value("list")).isEqualTo(Map.of("0", "a", "1", "b"));
        assertThat(config.value("dbhost")).isEqualTo("g");
        Map<?, ?> options = (Map<?, ?>) config.value("dboptions");
        assertThat(options.get("ssl")).isEqualTo("require");
        assertThat(options.get("dbport")).isInstanceOf(Unknown.class);
    }

    @Test
    void what_is_no_php_at_all_is_refused_in_words() throws Exception {
        assertThat(read("$CFG->dbhost = 'a';").value("dbhost")).isNull();
        assertThat(why(read("<?php $CFG->dbhost = 'a"), "dbhost"))
                .contains("line 1 of config.php has a string without an end");
        assertThat(why(read("<?php $CFG->dbhost = 'a'; if (x) { $CFG->dbname = 'n';"), "dbname"))
                .contains("a '{' without its '}'");
    }

    @Test
    void other_codings_do_no_harm_in_comments_and_are_refused_in_values() throws Exception {
        Files.write(
                folder.resolve("config.php"),
                "<?php // Größe\n$CFG->dbhost = 'db'; $CFG->dbpass = 'geheimß';".getBytes(StandardCharsets.ISO_8859_1));
        MoodleConfig config = MoodleConfig.read(folder.resolve("config.php"), environment);

        assertThat(config.value("dbhost")).isEqualTo("db");
        assertThat(why(config, "dbpass")).contains("not UTF-8");
    }

    @Test
    void windows_line_ends_a_byte_order_mark_and_a_closing_tag_are_fine() throws Exception {
        MoodleConfig config =
                read("\ufeff<?php\r\n$CFG->dbhost = 'db';\r\n$CFG->dataroot = 'c:\\\\moodle\\data' ?>\r\n");

        assertThat(config.value("dbhost")).isEqualTo("db");
        assertThat(config.value("dataroot")).isEqualTo("c:\\moodle\\data");
    }

    @Test
    void several_sites_in_one_tree_are_refused_in_words() throws Exception {
        MoodleConfig config = read("""
                <?php
                $sites = ['a.example.org' => 'config-a.php', 'b.example.org' => 'config-b.php'];
                $CFG->dbtype = 'mariadb';
                require __DIR__ . '/' . $sites[$_SERVER['SERVER_NAME']];
                """);

        assertThat(why(config, "dbtype"))
                .contains("a file that line 4 of config.php includes, whose name only PHP can tell");
        assertThat(why(config, "dbhost")).contains("line 4");
    }

    @Test
    void loops_go_on_where_they_are_continued_and_end_where_they_are_left() throws Exception {
        MoodleConfig config = read("""
                <?php
                foreach (['one', 'two', 'three', 'four'] as $name) {
                    if ($name == 'two') { continue; }
                    if ($name == 'four') break;
                    $CFG->dbname = $name;
                    switch ($name) { case 'one': $CFG->dbhost = 'h'; continue; default: $CFG->dbhost = 'i'; }
                    $CFG->$name = 'set';
                }
                """);

        assertThat(List.of("dbname", "dbhost", "one", "three"))
                .extracting(config::value)
                .containsExactly("three", "i", "set", "set");
        assertThat(config.value("two")).isNull();
        assertThat(config.value("four")).isNull();
    }

    @Test
    void what_comes_behind_a_break_that_only_php_can_tell_is_not_guessed() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->dbtype = 'pgsql';
                foreach (['a', 'b'] as $site) {
                    if ($_SERVER['HTTP_HOST'] == $site) { $CFG->dbname = $site; break; }
                    $CFG->dbuser = $site;
                }
                foreach (['a', 'b'] as $site) {
                    if ($_SERVER['HTTP_HOST'] == $site) { continue; } else { $CFG->prefix = $site; }
                    $CFG->wwwroot = $site;
                }
                switch ('x') { case 'x': if ($_SERVER['X']) break; $CFG->dbhost = 'y'; }
                foreach (['a', 'b'] as $site) { foreach (['c'] as $other) { break 2; } $CFG->dbpass = 'p'; }
                foreach ($_SERVER as $name) { if ($name) break; $CFG->dataroot = $name; }
                $CFG->filedir = '/f';
                """);

        for (String name : List.of("dbname", "dbuser", "prefix", "wwwroot", "dbhost", "dataroot")) {
            assertThat(config.value(name)).as(name).isInstanceOf(Unknown.class);
        }
        assertThat(why(config, "dbtype")).contains("the loops around line 12");
        assertThat(config.value("filedir")).isEqualTo("/f");
    }

    @Test
    void a_loop_over_sites_costs_only_what_it_sets() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->dbtype = 'pgsql';
                foreach (['a', 'b'] as $site) {
                    if ($_SERVER['HTTP_HOST'] == $site) { $CFG->dbname = $site; break; }
                }
                """);

        assertThat(config.value("dbtype")).isEqualTo("pgsql");
        assertThat(why(config, "dbname")).contains("depends on");
    }

    @Test
    void numbers_and_arrays_are_compared_as_php_does() throws Exception {
        MoodleConfig config = read("""
                <?php
                $CFG->a = in_array('1', [1, 2], true);
                $CFG->b = in_array('1', [1, 2]);
                $CFG->c = (int) '1e2';
                $CFG->d = (int) ' 12.7 apples';
                $CFG->e = intval('none');
                """);

        assertThat(List.of("a", "b", "c", "d", "e"))
                .extracting(config::value)
                .containsExactly(false, true, 100L, 12L, 0L);
    }

    @Test
    void a_message_about_what_is_not_understood_never_shows_a_string() throws Exception {
        MoodleConfig config = read("<?php $CFG->dbhost = 'a'; $CFG->dbpass = ('x' 'secret'); $CFG->prefix = 'm_';");

        assertThat(why(config, "dbpass")).contains("by a string").doesNotContain("secret");
        assertThat(why(config, "dbhost")).doesNotContain("secret");
    }
}
