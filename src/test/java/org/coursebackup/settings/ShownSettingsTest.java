package org.coursebackup.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.settings.ShownSettings.Shown;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code config show} says of settings from everywhere. */
class ShownSettingsTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("application.properties"), """
                moodle.db.url=jdbc:mariadb://db.example.org/moodle
                moodle.wwwroot=https://campus.example.org/
                moodle.dataroot=/moodledata
                backup.directory=/backups
                keep.last=3
                backup.workers=1
                backup.second-target=aws2-s3:bucket?accessKey=keeper&secretKey=RAW(sesame)&region=eu
                site.greeting=hello
                site.api-key=opensesame
                """);
    }

    private Shown of(String key) {
        return shown().settings().stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private ShownSettings shown() {
        return new SettingsLoader(
                        folder,
                        environment,
                        system,
                        (moodle, tables) -> new SiteAnswers(Map.of("backup_auto_max_kept", "7"), "Europe/Berlin"))
                .show();
    }

    @Test
    void each_value_is_told_with_where_it_comes_from() {
        environment.put("BACKUP_WORKERS", "2");
        system.setProperty("keep.days", "9");

        assertThat(of("keep.last")).isEqualTo(new Shown("keep.last", "3", "application.properties"));
        assertThat(of("backup.workers")).isEqualTo(new Shown("backup.workers", "2", "BACKUP_WORKERS"));
        assertThat(of("keep.days")).isEqualTo(new Shown("keep.days", "9", "-Dkeep.days"));
        assertThat(of("schedule.cron").byDefault()).isTrue();
        assertThat(of("schedule.timezone").source()).isEqualTo("this machine");
        assertThat(of("keep.minimum").source()).isEqualTo("Moodle's own setting");
        assertThat(of("site.greeting").value()).isEqualTo("hello");
    }

    @Test
    void the_last_of_several_sources_is_told() {
        environment.put("KEEP_LAST", "4");
        assertThat(of("keep.last").source()).isEqualTo("KEEP_LAST");
        system.setProperty("keep.last", "5");
        assertThat(of("keep.last")).isEqualTo(new Shown("keep.last", "5", "-Dkeep.last"));
    }

    @Test
    void no_secret_is_shown_whatever_it_stands_in() throws IOException {
        environment.put(
                "MOODLE_DB_PASSWORD_FILE",
                Files.writeString(folder.resolve("pw"), "geheim1").toString());
        environment.put("MOODLE_READ_DB_URL", "jdbc:mariadb://db2/moodle?password=geheim2");
        system.setProperty("webhook.url", "https://hooks.example.org/geheim3");

        assertThat(of("moodle.db.password"))
                .isEqualTo(new Shown("moodle.db.password", "***", "MOODLE_DB_PASSWORD_FILE"));
        assertThat(shown().toString()).doesNotContain("geheim", "sesame");
        assertThat(of("backup.second-target").value()).contains("secretKey=RAW(***)", "region=eu");
    }

    @Test
    void settings_that_are_wrong_are_shown_with_what_is_wrong() {
        environment.put("KEEP_LAST", "many");

        assertThat(of("keep.last")).isEqualTo(new Shown("keep.last", "many", "KEEP_LAST"));
        assertThat(shown().problems()).extracting(Problem::where).contains("keep.last");
    }
}
