package org.coursebackup.settings;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.BackupSetting;
import org.coursebackup.moodle.TablePrefix;
import org.coursebackup.testsupport.AgeKeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SettingsLoaderTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();
    private SiteReader site = (moodle, tables) -> new SiteAnswers(Map.of(), "99");

    @BeforeEach
    void essentials() {
        environment.put("MOODLE_DB_URL", "jdbc:mariadb://db/moodle");
        environment.put("MOODLE_WWWROOT", "https://campus.example.org");
        environment.put("MOODLE_DATAROOT", "/var/moodledata");
    }

    private Settings load() throws SettingsException {
        return new SettingsLoader(folder, environment, system, site).settings();
    }

    private List<String> complaints() {
        return catchThrowableOfType(SettingsException.class, this::load).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private void file(String... lines) throws Exception {
        Files.write(folder.resolve("application.properties"), List.of(lines));
    }

    @Test
    void every_key_is_documented_with_its_default_and_every_documented_key_is_known() {
        assertThat(PackagedSettings.defaults().keySet()).containsExactlyInAnyOrderElementsOf(Keys.ALL.keySet());
    }

    @Test
    void a_key_that_stands_twice_in_the_file_is_told() throws Exception {
        file("backup.directory=/one", "keep.last=3", "backup.directory=/two");

        assertThat(complaints())
                .containsExactly("application.properties: has the key 'backup.directory' twice. Only the last one would"
                        + " count; remove one.");
    }

    @Test
    void keys_of_no_group_that_camel_knows_are_told_and_those_of_its_groups_are_not() throws Exception {
        file("camel.main.name=x", "camel.component.seda.queue-size=7", "camel.threadpool[x].pool-size=3");
        assertThat(load().placeholders()).containsEntry("camel.component.seda.queue-size", "7");

        file("camel.mainx.name=x");
        assertThat(complaints()).singleElement().asString().contains("unknown key 'camel.mainx.name'", "no effect");
    }

    @Test
    void an_unknown_key_on_the_command_line_is_told_with_what_may_have_been_meant() {
        system.setProperty("backup.worker", "3");
        system.setProperty("java.awt.headless", "true");

        assertThat(complaints())
                .singleElement()
                .asString()
                .contains("unknown key '-Dbackup.worker'", "Did you mean 'backup.workers'?");
    }

    @Test
    void an_environment_variable_that_looks_like_a_key_is_a_notice_since_it_may_be_another_programs() throws Exception {
        environment.put("MOODLE_DB_PASWORD", "x");
        environment.put("KEEP", "x");
        environment.put("PATH", "/bin");

        assertThat(load().hints())
                .singleElement()
                .asString()
                .contains("MOODLE_DB_PASWORD", "Did you mean 'MOODLE_DB_PASSWORD'?", "no effect");
    }

    @Test
    void a_page_open_to_all_is_told_together_with_other_problems() {
        environment.put("REPORT_HOST", "0.0.0.0");
        environment.put("KEEP_LAST", "many");

        assertThat(complaints())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("keep.last"))
                .anyMatch(problem -> problem.startsWith("report.host: is 0.0.0.0, which other machines can reach"));
    }

    @Test
    void every_secret_can_stand_in_a_file_of_its_own_which_any_source_may_name() throws Exception {
        for (Key<?> key : Keys.ALL.values()) {
            if (key.kind().secret()) {
                secretFile(key.name(), "https://in-file.example/\u00E9/" + key.name() + "\n");
            }
        }
        file(
                "moodle.db.password-file=moodle.db.password",
                "mail.password-file=" + folder.resolve("mail.password"),
                "report.password=in the settings");
        Files.setPosixFilePermissions(
                folder.resolve("application.properties"), PosixFilePermissions.fromString("rw-------"));
        environment.put("MAIL_PASSWORD", "in the environment");
        environment.put("WEBHOOK_URL_FILE", "webhook.url");
        system.setProperty("history.db.password-file", "history.db.password");

        Settings settings = load();

        assertThat(settings.moodle().database().password())
                .isEqualTo("https://in-file.example/\u00E9/moodle.db.password");
        assertThat(settings.history().database().password())
                .isEqualTo("https://in-file.example/\u00E9/history.db.password");
        assertThat(settings.secrets().stream().map(Secret::text))
                .contains(
                        "https://in-file.example/\u00E9/webhook.url",
                        "https://in-file.example/\u00E9/moodle.db.password",
                        "in the environment",
                        "in the settings")
                .doesNotContain("https://in-file.example/\u00E9/mail.password");
        assertThat(settings.hints()).isEmpty();
    }

    @Test
    void credentials_of_systemd_go_before_the_file_and_behind_the_environment() throws Exception {
        secretFile("moodle.db.password", "from systemd");
        secretFile("report.password", "from systemd");
        environment.put("CREDENTIALS_DIRECTORY", folder.toString());
        environment.put("REPORT_PASSWORD", "from the environment");
        file("moodle.db.password=from the file", "moodle.db.user=me");

        assertThat(load().moodle().database().password()).isEqualTo("from systemd");
        assertThat(load().report().password().text()).isEqualTo("from the environment");
    }

    @Test
    void a_secret_file_that_is_missing_or_named_beside_its_secret_is_told_and_one_open_to_all_noticed()
            throws Exception {
        Path open = secretFile("open", "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        environment.put("MOODLE_DB_PASSWORD_FILE", open.toString());
        assertThat(load().hints())
                .singleElement()
                .asString()
                .startsWith("moodle.db.password-file: " + open + " can be read by every user");

        file("mail.password-file=nowhere", "report.password=x", "report.password-file=" + open, "keep.last-file=x");
        assertThat(complaints())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("unknown key 'keep.last-file'"))
                .anyMatch(problem -> problem.startsWith("mail.password-file: cannot read"))
                .anyMatch(problem -> problem.equals("report.password: and report.password-file are both set in"
                        + " application.properties. Keep one of them."));
    }

    @Test
    void a_wrong_history_is_told_together_with_the_rest() throws Exception {
        file("history.db.url=nonsense", "encrypt.recipients=age1nonsense");

        assertThat(complaints())
                .anyMatch(problem -> problem.startsWith("history.db.url: "))
                .anyMatch(problem -> problem.startsWith("encrypt.recipients: "));
    }

    @Test
    void a_path_that_cannot_be_one_is_told() throws Exception {
        file("moodle.config=/etc/moodle\\u0000/config.php", "mail.password-file=a\\u0000b", "report.enabled=false");

        assertThat(complaints())
                .anyMatch(problem -> problem.startsWith("moodle.config: "))
                .anyMatch(problem -> problem.startsWith("mail.password-file: is not the path of a file"));
    }

    private Path secretFile(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void every_key_has_a_comment_above_it_and_every_default_will_do() {
        String[] blocks = PackagedSettings.text().split("\n\n");
        for (Key<?> key : Keys.ALL.values()) {
            assertThat(blocks).anyMatch(block -> block.contains(key.name() + "=") && block.startsWith("# "));
            assertThat(key.complaint(PackagedSettings.defaults().get(key.name())))
                    .isNull();
        }
    }

    @Test
    void every_key_is_handed_out_by_a_record_or_is_a_placeholder() throws Exception {
        Set<String> used = new HashSet<>();
        Map<String, String> texts = new HashMap<>(load().placeholders()) {
            @Override
            public String getOrDefault(Object key, String otherwise) {
                used.add((String) key);
                return super.getOrDefault(key, otherwise);
            }
        };
        new Settings(new Values(folder, texts), Map.of(), Map.of(), List.of());
        used.addAll(placeholders());
        assertThat(used).containsAll(Keys.ALL.keySet());
    }

    /** Those in route files, and in the settings where they mention a key for route files and endpoints. */
    private static Set<String> placeholders() throws Exception {
        StringBuilder texts = new StringBuilder(PackagedSettings.text());
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                texts.append(Files.readString(file));
            }
        }
        return Pattern.compile("\\{\\{\\??([\\w.-]+)}}")
                .matcher(texts)
                .results()
                .map(placeholder -> placeholder.group(1))
                .collect(Collectors.toSet());
    }

    @Test
    void a_secret_that_other_users_can_read_is_told_without_showing_it() throws Exception {
        file("moodle.db.password=hush", "keep.last=3");
        Path settings = folder.resolve("application.properties");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
        system.setProperty("mail.password", "quiet");

        assertThat(load().hints())
                .extracting(Problem::toString)
                .hasSize(2)
                .anyMatch(hint -> hint.startsWith("moodle.db.password: stands in ") && hint.contains("chmod o-rwx"))
                .anyMatch(hint -> hint.startsWith("mail.password: is given on the command line"))
                .noneMatch(hint -> hint.contains("hush") || hint.contains("quiet"));

        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r-----"));
        system.clear();
        assertThat(load().hints()).isEmpty();
    }

    @Test
    void no_example_of_a_folder_for_copies_would_fill_an_unmounted_mount_point() throws Exception {
        String examples = PackagedSettings.text() + Files.readString(Path.of("docs/TARGETS.md"));

        assertThat(Pattern.compile("file:/mnt/\\S+").matcher(examples).results())
                .hasSizeGreaterThan(1)
                .allMatch(example -> example.group().contains("autoCreate=false"));
    }

    /** So that a setting has one name in Java and a known type, and nobody reads what nothing validates. */
    @Test
    void nobody_outside_can_ask_for_a_setting_by_its_key() {
        assertThat(Settings.class.getDeclaredMethods())
                .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
                .isNotEmpty()
                .allMatch(method -> method.getParameterCount() == 0);
        assertThat(List.of(Keys.class, Key.class, Values.class))
                .noneMatch(type -> Modifier.isPublic(type.getModifiers()));
    }

    @Test
    void the_command_line_wins_over_the_environment_and_that_over_the_file() throws Exception {
        file("backup.workers=1", "keep.last=1", "keep.days=1");
        environment.put("KEEP_LAST", "2");
        environment.put("KEEP_DAYS", "2");
        system.setProperty("keep.days", "3");

        Settings settings = load();

        assertThat(settings.run().workers()).isEqualTo(1);
        assertThat(settings.keep().last()).isEqualTo(2);
        assertThat(settings.keep().days()).isEqualTo(3);
    }

    @Test
    void dots_and_hyphens_become_underscores_in_the_environment() throws Exception {
        environment.put("INCLUDE_GRADE_HISTORIES", "false");
        assertThat(load().archive().on(BackupSetting.GRADE_HISTORIES)).isFalse();
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() throws Exception {
        environment.clear();
        file(
                "moodle.db.uri=x",
                "backup.workers=none",
                "schedule.cron=at three",
                "schedule.timezone=Mars/Base",
                "include.users=maybe");

        assertThat(complaints())
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .contains("unknown key 'moodle.db.uri'")
                                .contains("Did you mean 'moodle.db.url'?"),
                        problem -> assertThat(problem)
                                .startsWith("backup.workers: 'none'")
                                .contains("at least 1"),
                        problem -> assertThat(problem)
                                .startsWith("schedule.cron: ")
                                .contains("0 0 3 * * ?"),
                        problem -> assertThat(problem)
                                .startsWith("schedule.timezone: ")
                                .contains("Europe/Berlin"),
                        problem -> assertThat(problem)
                                .startsWith("include.users: ")
                                .contains("true or false")
                                .contains("moodle"),
                        problem -> assertThat(problem)
                                .startsWith("moodle.db.url: is not set")
                                .contains("MOODLE_DB_URL"),
                        problem -> assertThat(problem).startsWith("moodle.wwwroot: is not set"),
                        problem -> assertThat(problem).startsWith("moodle.dataroot: is not set"));
    }

    @Test
    void the_site_answers_where_the_value_is_moodle() throws Exception {
        environment.put("SCHEDULE_CRON", "moodle");
        environment.put("SCHEDULE_TIMEZONE", "moodle");
        environment.put("SKIP_UNMODIFIED_DAYS", "moodle");
        site = (moodle, tables) -> new SiteAnswers(
                Map.of(
                        "backup_auto_weekdays",
                        "0100001",
                        "backup_auto_hour",
                        "2",
                        "backup_auto_minute",
                        "30",
                        "backup_auto_logs",
                        "0",
                        "backup_auto_histories",
                        "1",
                        "backup_auto_max_kept",
                        "7",
                        "backup_auto_skip_modif_days",
                        "14"),
                "Asia/Tokyo");

        Settings settings = load();

        assertThat(settings.schedule().cron()).isEqualTo("0 30 2 ? * MON,SAT");
        assertThat(settings.schedule().zone()).hasToString("Asia/Tokyo");
        assertThat(settings.skip().unmodifiedDays()).isEqualTo(14);
        assertThat(settings.keep().last()).isEqualTo(7);
        assertThat(settings.archive().on(BackupSetting.LOGS)).isFalse();
        assertThat(settings.archive().on(BackupSetting.GRADE_HISTORIES)).isTrue();
        assertThat(settings.archive().on(BackupSetting.BADGES)).isTrue();
        assertThat(settings.archive().on(BackupSetting.ANONYMIZE)).isFalse();
    }

    @Test
    void a_schedule_of_the_site_without_any_day_is_no_schedule() {
        environment.put("SCHEDULE_CRON", "moodle");
        assertThat(complaints()).singleElement().asString().contains("no day of the week");
    }

    @Test
    void what_the_site_says_has_to_be_usable() {
        environment.put("SCHEDULE_TIMEZONE", "moodle");
        site = (moodle, tables) -> new SiteAnswers(Map.of(), "5.5");
        assertThat(complaints())
                .singleElement()
                .asString()
                .startsWith("schedule.timezone: is 'moodle'")
                .contains("'5.5'")
                .contains("Europe/Berlin");
    }

    @Test
    void no_record_shows_a_secret() throws Exception {
        for (Key<?> key : Keys.ALL.values()) {
            if (key.kind().secret()) {
                environment.put(key.variable(), "https://s3cret");
            }
        }
        Settings settings = load();
        assertThat(List.of(
                        settings.moodle(), settings.mail(), settings.webhook(), settings.target(), settings.report()))
                .noneMatch(group -> group.toString().contains("s3cret"));
        assertThat(settings.mail().password().text()).isEqualTo("https://s3cret");
    }

    @Test
    void a_wrong_password_is_told_with_its_remedy_and_never_shown() {
        environment.put("MOODLE_DB_USER", "moodle");
        environment.put("MOODLE_DB_PASSWORD", "s3cret");
        site = (moodle, tables) -> {
            throw new SQLException("Access denied for user 'moodle'", "28000");
        };
        assertThat(complaints())
                .singleElement()
                .asString()
                .contains("Access denied")
                .contains("moodle.db.password")
                .doesNotContain("s3cret");
    }

    @Test
    void one_key_is_enough_on_a_moodle_server() throws Exception {
        environment.clear();
        Path config = folder.resolve("config.php");
        Files.writeString(config, """
                <?php
                // $CFG->dbname = 'old';
                $CFG->dbtype    = 'pgsql';
                $CFG->dbhost    = 'db.example.org';
                $CFG->dbname    = "moodle"; /* $CFG->dbname = 'older'; */
                $CFG->dbuser    = 'reader';
                $CFG->dbpass    = 'it\\'s # not // a comment';
                $CFG->prefix    = 'm_';
                $CFG->dboptions = ['dbpersist' => 0, 'dbport' => 5433];
                $CFG->wwwroot   = 'https://campus.example.org/moodle';
                $CFG->dataroot  = '/var/moodledata';
                """);
        environment.put("MOODLE_CONFIG", config.toString());
        environment.put("MOODLE_DB_PREFIX", "other_");

        Settings settings = load();

        assertThat(settings.moodle().database())
                .isEqualTo(new Database(
                        "jdbc:postgresql://db.example.org:5433/moodle", "reader", "it's # not // a comment"));
        assertThat(settings.moodle().site().wwwroot()).isEqualTo("https://campus.example.org/moodle");
        assertThat(settings.moodle().site().dataroot()).isEqualTo(Path.of("/var/moodledata"));
        assertThat(settings.moodle().site().tables()).isEqualTo(new TablePrefix("other_"));
    }

    @Test
    void a_database_that_cannot_be_read_is_told() throws Exception {
        environment.clear();
        Path config = folder.resolve("config.php");
        Files.writeString(
                config,
                "<?php $CFG->dbtype='sqlsrv'; $CFG->dbhost='h'; $CFG->dbname='n'; $CFG->wwwroot='http://x';"
                        + " $CFG->dataroot='/d';");
        environment.put("MOODLE_CONFIG", config.toString());
        assertThat(complaints()).anyMatch(problem -> problem.contains("'sqlsrv', which this program cannot read"));
    }

    @Test
    void a_config_file_that_is_not_there_is_told() {
        environment.put("MOODLE_CONFIG", "nowhere/config.php");
        assertThat(complaints())
                .singleElement()
                .asString()
                .startsWith("moodle.config: cannot read 'nowhere/config.php'");
    }

    @Test
    void content_is_read_from_the_replica_if_there_is_one() throws Exception {
        assertThat(load().moodle().content()).isEqualTo(load().moodle().database());
        environment.put("MOODLE_READ_DB_URL", "jdbc:mysql://replica/moodle");
        assertThat(load().moodle().content().url()).isEqualTo("jdbc:mariadb://replica/moodle");
    }

    @Test
    void passwords_are_no_placeholders_and_a_database_does_not_show_its_own() throws Exception {
        environment.put("MOODLE_DB_PASSWORD", "s3cret");
        assertThat(load().placeholders().values()).doesNotContain("s3cret");
        assertThat(new Database("jdbc:mariadb://db/m?user=a&password=s3cret&x=1", "u", "s3cret").toString())
                .doesNotContain("s3cret")
                .contains("x=1");
    }

    @Test
    void what_cannot_be_encrypted_for_is_told_as_is_a_course_file_area() throws Exception {
        file("encrypt.recipients=age1nobody");
        assertThat(complaints()).singleElement().asString().startsWith("encrypt.recipients: has 'age1nobody'");

        file("encrypt.recipients=recipients.txt");
        assertThat(complaints()).singleElement().asString().contains("neither a public key of age", "recipients.txt");

        Files.writeString(
                folder.resolve("recipients.txt"),
                "# in the safe\n" + AgeKeys.in(folder, "key.txt").recipient() + "\n");
        assertThat(load().target().recipients().keys()).hasSize(1);

        file("encrypt.recipients=recipients.txt", "backup.storage=both");
        assertThat(complaints()).singleElement().asString().contains("makes no sense with backup.storage=both");
    }

    @Test
    void a_shared_pool_with_what_it_cannot_go_with_is_told_each_with_what_instead() throws Exception {
        file("store.layout=shared-pool");
        assertThat(load().store().pooled()).isTrue();
        assertThat(load().store().grace()).hasDays(7);

        file(
                "store.layout=shared-pool",
                "encrypt.recipients=" + AgeKeys.in(folder, "key.txt").recipient(),
                "backup.target=sftp:host/folder",
                "backup.second-target=sftp:host/other");
        assertThat(complaints())
                .hasSize(3)
                .allMatch(told -> told.startsWith("store.layout: is shared-pool, which does not go together with ")
                        && told.endsWith("; or set store.layout=archives."))
                .anyMatch(told -> told.contains("encrypt.recipients"))
                .anyMatch(told -> told.contains("a backup.target on a server"))
                .anyMatch(told -> told.contains("backup.second-target"));

        for (String storage : List.of("course", "both")) {
            file("store.layout=shared-pool", "backup.storage=" + storage);
            assertThat(complaints()).singleElement().asString().contains("backup.storage=" + storage);
        }
        file("store.layout=pool");
        assertThat(complaints()).singleElement().asString().startsWith("store.layout: ");
    }

    @Test
    void a_lock_needs_both_mode_and_days_and_a_bucket() throws Exception {
        file(
                "backup.target=aws2-s3:bucket",
                "backup.target.lock-mode=compliance",
                "backup.second-target=sftp:host/folder",
                "backup.second-target.lock-mode=governance",
                "backup.second-target.lock-days=7");
        assertThat(complaints())
                .hasSize(2)
                .anyMatch(told -> told.startsWith("backup.target.lock-days: is 0"))
                .anyMatch(
                        told -> told.startsWith("backup.second-target.lock-mode: needs a backup.second-target on S3"));

        file("backup.second-target=aws2-s3:bucket", "backup.second-target.lock-days=7");
        assertThat(complaints()).singleElement().asString().startsWith("backup.second-target.lock-mode: is not set");

        file("backup.target=aws2-s3:bucket", "backup.target.lock-mode=locked");
        assertThat(complaints()).singleElement().asString().contains("governance, compliance or nothing");
    }

    @Test
    void keys_for_camel_and_for_the_sites_own_routes_pass_through() throws Exception {
        file("camel.main.tracing=false", "site.greeting=hello");
        assertThat(load().placeholders())
                .containsEntry("site.greeting", "hello")
                .containsEntry("camel.main.tracing", "false");
    }
}
