package org.coursebackup.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.coursebackup.archive.BackupSetting;
import org.coursebackup.moodle.TablePrefix;

import static org.assertj.core.api.Assertions.assertThat;

/** What Moodle knows itself, in its config.php or in its database, and what is told if that will not do. */
class SettingsOfMoodleTest extends SettingsSources {
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
}
