package org.coursebackup.check;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.store.FinalNames;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentCheckTest {
    @TempDir
    Path folder;

    private final DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
    private final Properties properties = new Properties();

    @BeforeEach
    void settings() throws Exception {
        Files.createDirectory(folder.resolve("backups"));
        properties.setProperty("moodle.db.url", moodle.url());
        properties.setProperty("moodle.wwwroot", moodle.site().wwwroot());
        properties.setProperty("moodle.dataroot", moodle.site().dataroot().toString());
        properties.setProperty("history.db.url", "jdbc:h2:file:" + folder.resolve("history"));
    }

    @AfterEach
    void close() {
        moodle.close();
    }

    @Test
    void a_site_that_is_in_order_has_no_obstacle() throws Exception {
        assertThat(obstacles()).isEmpty();
    }

    @Test
    void everything_is_told_at_once_with_its_remedy() throws Exception {
        properties.setProperty("moodle.dataroot", folder.resolve("unmounted").toString());
        properties.setProperty("backup.directory", folder.resolve("nowhere").toString());
        properties.setProperty("history.db.url", "jdbc:h2:file:" + folder.resolve("absent") + ";IFEXISTS=TRUE");
        new JdbcTemplate(moodle.pool()).execute("drop table mdl_course_modules");

        assertThat(obstacles())
                .hasSize(4)
                .anyMatch(problem -> problem.startsWith("moodle.dataroot: there is no folder"))
                .anyMatch(problem -> problem.startsWith("backup.directory: there is no folder"))
                .anyMatch(problem -> problem.startsWith("moodle.db.url: ") && problem.contains("moodle.db.prefix"))
                .anyMatch(problem -> problem.startsWith("history.db.url: "));
    }

    @Test
    void a_data_folder_without_a_pool_is_an_obstacle() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        properties.setProperty("moodle.dataroot", empty.toString());

        assertThat(obstacles()).singleElement().asString().contains("no readable folder filedir");
    }

    @Test
    void leaves_nothing_behind_in_target_and_table() throws Exception {
        List<Map<String, Object>> before = rows();

        obstacles();

        assertThat(folder.resolve("backups")).isEmptyDirectory();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void a_history_that_was_open_to_others_is_told() throws Exception {
        obstacles();
        Path database = folder.resolve("history.mv.db");
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(findings())
                .anyMatch(
                        told -> told.startsWith("history.db.url: other users of this machine could use [" + database));
        assertThat(findings()).noneMatch(told -> told.contains("other users"));
    }

    @Test
    void a_second_target_needs_archives_in_the_folder() throws Exception {
        properties.setProperty("backup.second-target", "file:" + folder.resolve("copies"));
        properties.setProperty("backup.storage", "course");

        assertThat(obstacles()).anyMatch(problem -> problem.startsWith("backup.second-target: "));
    }

    @Test
    void an_example_tells_how_archives_are_named_where_the_site_has_a_template() throws Exception {
        template("{{course.shortname}}-{{date}}");

        assertThat(findings())
                .filteredOn(finding -> finding.startsWith(FinalNames.SETTING))
                .singleElement()
                .asString()
                .matches(".*: archives are named by the site's template, such as '\\S+-\\d{8}-\\d{4}\\.mbz'"
                        + " for course \\d+\\.");
        assertThat(obstacles()).isEmpty();
    }

    @Test
    void a_template_of_which_nothing_can_be_made_is_told_with_the_reason() throws Exception {
        template("{{course.shortname");

        assertThat(findings())
                .filteredOn(finding -> finding.startsWith(FinalNames.SETTING))
                .singleElement()
                .asString()
                .contains("is not followed: a tag in it never ends, from '{{course.shortname' on");
        assertThat(obstacles()).isEmpty();
    }

    private void template(String template) {
        JdbcTemplate site = new JdbcTemplate(moodle.pool());
        site.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.update(
                "insert into mdl_config_plugins (plugin, name, value) values ('backup', ?, ?)",
                FinalNames.SETTING,
                template);
    }

    private List<Map<String, Object>> rows() {
        return new JdbcTemplate(moodle.pool()).queryForList("select * from mdl_backup_courses order by courseid");
    }

    private List<String> obstacles() throws SettingsException {
        return check().obstacles().stream().map(String::valueOf).toList();
    }

    private List<String> findings() throws SettingsException {
        return check().findings().stream()
                .map(finding -> finding.problem().toString())
                .toList();
    }

    private EnvironmentCheck check() throws SettingsException {
        return new EnvironmentCheck(new SettingsLoader(folder, Map.of(), properties, new JdbcSiteReader()).settings());
    }

    @Test
    void drills_that_cannot_be_made_are_told_and_keep_no_archive_from_being_made() throws Exception {
        properties.setProperty("drill.every", "7");
        properties.setProperty("drill.php", "/nowhere/php");

        assertThat(check().obstacles()).isEmpty();
        assertThat(check().findings())
                .extracting(finding -> finding.problem().toString())
                .anyMatch(problem -> problem.startsWith("drill.dirroot") && problem.contains("second, empty Moodle"))
                .anyMatch(problem -> problem.startsWith("drill.php") && problem.contains("cannot find '/nowhere/php'"));

        properties.setProperty("drill.every", "0");
        assertThat(check().findings())
                .extracting(finding -> finding.problem().toString())
                .noneMatch(problem -> problem.startsWith("drill."));
    }
}
