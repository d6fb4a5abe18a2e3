package org.coursebackup.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.moodle.TablePrefix;

import static org.assertj.core.api.Assertions.assertThat;

class DrillSettingsTest {
    @TempDir
    private Path folder;

    private Path data;
    private MoodleSettings live;

    @BeforeEach
    void have_a_site() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(folder.resolve("other"));
        Database database = Keys.MOODLE_DB.database(new Values(
                folder,
                Map.of(
                        "moodle.db.url", "jdbc:mysql://localhost/moodle?useSSL=true",
                        "moodle.db.user", "u",
                        "moodle.db.password", "p",
                        "database.timeout-seconds", "300")));
        live = new MoodleSettings(
                database,
                database,
                new MoodleSite(
                        "https://moodle.example", new TablePrefix("mdl_"), data, data.resolve("filedir"), Map.of()),
                Map.of());
    }

    private Optional<String> obstacle(boolean allowed, String name, String wwwroot, String dataroot) throws Exception {
        Files.writeString(
                folder.resolve("config.php"),
                "<?php $CFG = new stdClass(); $CFG->dbtype = 'mariadb'; $CFG->dbhost = '127.0.0.1'; $CFG->dbname = '"
                        + name + "'; $CFG->prefix = 'mdl_'; $CFG->wwwroot = '" + wwwroot + "'; $CFG->dataroot = '"
                        + folder.resolve(dataroot) + "'; require_once(__DIR__ . '/lib/setup.php');");
        return new DrillSettings(Duration.ofDays(1), 1, "php", Optional.of(folder), allowed, Duration.ofMinutes(1))
                .obstacle(live)
                .map(Problem::toString);
    }

    @Test
    void another_moodle_may_be_used() throws Exception {
        assertThat(obstacle(false, "drill", "https://drill.example", "other")).isEmpty();
    }

    @Test
    void whatever_it_shares_with_the_live_site_is_refused_unless_drill_live_allows_it() throws Exception {
        assertThat(obstacle(false, "moodle", "https://drill.example", "other"))
                .hasValueSatisfying(
                        words -> assertThat(words).contains("drill.dirroot", "the same database as the site"));
        assertThat(obstacle(false, "drill", "https://moodle.example/", "other"))
                .hasValueSatisfying(words -> assertThat(words).contains("the same wwwroot"));
        assertThat(obstacle(false, "drill", "https://drill.example", "data"))
                .hasValueSatisfying(words -> assertThat(words).contains("the same dataroot", "drill.live=true"));
        assertThat(obstacle(true, "moodle", "https://moodle.example", "data")).isEmpty();
    }

    @Test
    void a_moodle_that_is_not_set_or_not_there_is_told() {
        assertThat(new DrillSettings(Duration.ofDays(1), 1, "php", Optional.empty(), false, Duration.ofMinutes(1))
                        .obstacle(live))
                .hasValueSatisfying(problem -> assertThat(problem.toString()).contains("needs a second, empty Moodle"));
        assertThat(new DrillSettings(
                                Duration.ofDays(1),
                                1,
                                "php",
                                Optional.of(folder.resolve("nowhere")),
                                false,
                                Duration.ofMinutes(1))
                        .obstacle(live))
                .hasValueSatisfying(problem -> assertThat(problem.toString()).contains("no readable"));
    }
}
