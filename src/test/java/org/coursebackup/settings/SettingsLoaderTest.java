package org.coursebackup.settings;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.coursebackup.archive.BackupSetting;

import static org.assertj.core.api.Assertions.assertThat;

/** What keys there are, where they may stand, and which of these wins. */
class SettingsLoaderTest extends SettingsSources {
    @Test
    void every_key_is_documented_with_its_default_and_every_documented_key_is_known() {
        assertThat(PackagedSettings.defaults().keySet()).containsExactlyInAnyOrderElementsOf(Keys.ALL.keySet());
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
    void no_example_of_a_folder_for_copies_would_fill_an_unmounted_mount_point() throws Exception {
        String examples = PackagedSettings.text() + Files.readString(Path.of("docs/TARGETS.md"));

        assertThat(Pattern.compile("file:/mnt/\\S+").matcher(examples).results())
                .hasSizeGreaterThan(1)
                .allMatch(example -> example.group().contains("autoCreate=false"));
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
    void keys_for_camel_and_for_the_sites_own_routes_pass_through() throws Exception {
        file("camel.main.tracing=false", "site.greeting=hello");
        assertThat(load().placeholders())
                .containsEntry("site.greeting", "hello")
                .containsEntry("camel.main.tracing", "false");
    }

    @Test
    void content_is_read_from_the_replica_if_there_is_one() throws Exception {
        assertThat(load().moodle().content()).isEqualTo(load().moodle().database());
        environment.put("MOODLE_READ_DB_URL", "jdbc:mysql://replica/moodle");
        assertThat(load().moodle().content().url()).isEqualTo("jdbc:mariadb://replica/moodle");
    }
}
