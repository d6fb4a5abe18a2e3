package org.coursebackup.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** All that settings are read from: a folder, an environment, a command line, and a site that answers. */
abstract class SettingsSources {
    @TempDir
    Path folder;

    final Map<String, String> environment = new HashMap<>();
    final Properties system = new Properties();
    SiteReader site = (moodle, tables) -> new SiteAnswers(Map.of(), "99");

    @BeforeEach
    void essentials() {
        environment.put("MOODLE_DB_URL", "jdbc:mariadb://db/moodle");
        environment.put("MOODLE_WWWROOT", "https://campus.example.org");
        environment.put("MOODLE_DATAROOT", "/var/moodledata");
    }

    Settings load() throws SettingsException {
        return new SettingsLoader(folder, environment, system, site).settings();
    }

    List<String> complaints() {
        return catchThrowableOfType(SettingsException.class, this::load).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    void file(String... lines) throws Exception {
        Files.write(folder.resolve("application.properties"), List.of(lines));
    }
}
