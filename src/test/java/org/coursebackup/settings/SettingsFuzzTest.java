package org.coursebackup.settings;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.coursebackup.testsupport.Mutation;
import org.coursebackup.testsupport.TemporaryFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whatever stands in the settings, they are taken or every problem is told in words. */
class SettingsFuzzTest {
    private static final String SETTINGS = PackagedSettings.text()
            .replaceAll("(?m)^#(?=[a-z.-]+=)", "")
            .replace("moodle.db.url=", "moodle.db.url=jdbc:mariadb://db/moodle")
            .replace("moodle.wwwroot=", "moodle.wwwroot=https://campus.example.org")
            .replace("moodle.dataroot=", "moodle.dataroot=/var/moodledata")
            .replaceAll("(?m)^(?!#)(.*password)=.*$", "$1=s3cret-$1");

    @Property(tries = 150)
    void spoilt_settings_are_taken_or_told(@ForAll long seed, @ForAll @IntRange(min = 0, max = 20) int edits)
            throws Exception {
        Mutation mutation = new Mutation(seed);
        Map<String, String> environment = new HashMap<>();
        Properties system = new Properties();
        List<Key<?>> keys = List.copyOf(Keys.ALL.values());
        for (int i = mutation.number(4); i > 0; i--) {
            environment.put(mutation.oneOf(keys).variable(), mutation.of("31", 3));
            system.setProperty(mutation.of(mutation.oneOf(keys).name(), mutation.number(2)), mutation.of("true", 2));
        }

        told(mutation.of(SETTINGS, edits).getBytes(StandardCharsets.UTF_8), environment, system);
    }

    @Property(tries = 100)
    void files_that_are_no_text_are_told(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int edits)
            throws Exception {
        byte[] bytes = SETTINGS.substring(0, 2000).getBytes(StandardCharsets.UTF_8);

        told(new Mutation(seed).of(bytes, edits), Map.of(), new Properties());
    }

    private static void told(byte[] file, Map<String, String> environment, Properties system) throws Exception {
        Path folder = TemporaryFolders.create("fuzz");
        try {
            Files.write(folder.resolve("application.properties"), file);
            SiteReader site = (moodle, tables) -> new SiteAnswers(Map.of(), "99");
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                try {
                    Settings settings = new SettingsLoader(folder, environment, system, site).settings();
                    assertThat(settings.hints())
                            .noneMatch(hint -> hint.toString().contains("s3cret"));
                } catch (SettingsException inWords) {
                    assertThat(inWords.problems())
                            .isNotEmpty()
                            .extracting(Problem::toString)
                            .noneMatch(told -> told.contains("s3cret-moodle.db.password=")
                                    || told.contains("NullPointer")
                                    || told.contains("IndexOutOfBounds"));
                }
            });
        } finally {
            TemporaryFolders.delete(folder);
        }
    }
}
