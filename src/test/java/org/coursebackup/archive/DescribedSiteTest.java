package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.site.MoodleSite;
import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** Definitions that were made for a site whose plugins had other versions or settings. */
class DescribedSiteTest {
    private static final long HARBOUR = 6;
    private static final String SALT = "0123";

    /** What PHP says: substr(hash_hmac('sha256', '=1', '0123'), 0, 16). */
    private static final String ONE = "3a89c39745e732e8";

    /** The same of "a=1\nb=x\n". */
    private static final String A_AND_B = "10f90e5fc4160754";

    @TempDir
    Path folder;

    private static DescribedSite.Setting setting(String name, String digest, boolean forced) {
        return new DescribedSite.Setting("mod_diary", "diary", name, digest, forced);
    }

    private static SiteSettings site(Map<String, String> values, Map<String, String> forced) {
        return new SiteSettings(Map.of("diary", values), forced);
    }

    private static DescribedSite described(DescribedSite.Setting... settings) {
        return new DescribedSite(Map.of("mod_diary", "7"), Set.of("mod_diary"), SALT, List.of(settings));
    }

    @Test
    void a_setting_that_the_code_read_is_recognised_by_the_digest_that_php_made() {
        DescribedSite described = described(setting("prices", ONE, false));

        assertThat(described.changedSettings(site(Map.of("prices", "1"), Map.of())))
                .isEmpty();
        assertThat(described.changedSettings(site(Map.of("prices", "0"), Map.of())))
                .containsExactly("the setting diary/prices was changed");
        assertThat(described.changedSettings(site(Map.of(), Map.of()))).hasSize(1);
    }

    @Test
    void what_config_php_forces_counts_before_the_database_and_is_passed_over_where_it_is_not_known() {
        DescribedSite stored = described(setting("prices", ONE, false));
        assertThat(stored.changedSettings(site(Map.of("prices", "1"), Map.of("diary/prices", "0"))))
                .hasSize(1);
        DescribedSite forced = described(setting("prices", ONE, true));
        assertThat(forced.changedSettings(site(Map.of("prices", "0"), Map.of("diary/prices", "1"))))
                .isEmpty();
        assertThat(forced.changedSettings(site(Map.of("prices", "0"), Map.of())))
                .isEmpty();
    }

    @Test
    void of_code_that_reads_all_settings_those_that_change_by_themselves_do_not_count() {
        DescribedSite described = described(setting("*", A_AND_B, false));

        assertThat(described.changedSettings(site(Map.of("a", "1", "b", "x", "lastcron", "99"), Map.of())))
                .isEmpty();
        assertThat(described.changedSettings(site(Map.of("a", "1", "b", "x", "c", "new"), Map.of())))
                .containsExactly("settings of diary were changed");
    }

    @Test
    void another_version_of_an_added_plugin_and_a_new_plugin_are_told_and_moodles_own_are_not() {
        DescribedSite described =
                new DescribedSite(Map.of("mod_diary", "7.00", "mod_page", "8"), Set.of("mod_diary"), SALT, List.of());

        assertThat(described.outdated(Map.of("mod_diary", "7", "mod_page", "9"), SiteSettings.NONE))
                .isEmpty();
        assertThat(described.outdated(Map.of("mod_diary", "8", "plagiarism_new", "1"), SiteSettings.NONE))
                .containsOnlyKeys("mod_diary", "plagiarism_new");
    }

    @Test
    void what_is_written_is_read_again_and_the_values_are_not_in_it() throws Exception {
        DescribedSite described = described(setting("prices", ONE, true), setting("*", A_AND_B, false));
        Files.writeString(folder.resolve(DescribedSite.FILE), described.text());
        Files.writeString(folder.resolve(DefinitionFiles.VERSIONS), "mod_diary 7\n");

        assertThat(DescribedSite.read(folder)).isEqualTo(described);
        assertThat(described.withoutRecord()).isFalse();
        Files.delete(folder.resolve(DescribedSite.FILE));
        assertThat(DescribedSite.read(folder).withoutRecord()).isTrue();
    }

    @Test
    void a_course_with_an_activity_whose_settings_or_version_changed_gets_a_warning_until_it_is_described_again()
            throws Exception {
        try (DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1)) {
            for (String sql : Files.readString(Path.of("src/test/resources/archive/attendance.sql"))
                    .split(";\\s*\\n")) {
                sql(moodle, sql);
            }
            sql(
                    moodle,
                    "insert into mdl_config_plugins (id, plugin, name, value)"
                            + " values (9901, 'attendance', 'prices', '1')");
            describe(moodle, "2024020500");
            assertThat(archive(moodle).warnings()).isEmpty();

            sql(moodle, "update mdl_config_plugins set value = '0' where id = 9901");
            ArchiveReport changed = archive(moodle);
            assertThat(changed.undescribed()).containsExactly("mod_attendance");
            assertThat(changed.warnings())
                    .singleElement()
                    .asString()
                    .contains("the setting attendance/prices was changed", "Run 'describe'", "archive.fallback=moodle");

            sql(moodle, "update mdl_config_plugins set value = '1' where id = 9901");
            describe(moodle, "2023");
            assertThat(archive(moodle).warnings())
                    .singleElement()
                    .asString()
                    .contains("version 2023 was described, and the site has 2024020500");
        }
    }

    private void describe(DemoMoodle moodle, String version) throws Exception {
        Path generated = Files.createDirectories(folder.resolve(DefinitionFiles.GENERATED));
        Files.copy(
                Path.of("docs/examples/attendance.yaml"),
                generated.resolve("mod_attendance.yaml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        DescribedSite described = new DescribedSite(
                Map.of(),
                Set.of("mod_attendance"),
                SALT,
                List.of(new DescribedSite.Setting("mod_attendance", "attendance", "prices", ONE, false)));
        Files.writeString(generated.resolve(DescribedSite.FILE), described.text());
        StringBuilder versions = new StringBuilder();
        new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK)
                .versions()
                .forEach((name, is) -> versions.append(name)
                        .append(' ')
                        .append(name.equals("mod_attendance") ? version : is)
                        .append('\n'));
        Files.writeString(generated.resolve(DefinitionFiles.VERSIONS), versions);
    }

    private ArchiveReport archive(DemoMoodle moodle) throws Exception {
        MoodleSite site = moodle.site();
        Path archive = folder.resolve("a.mbz");
        Files.deleteIfExists(archive);
        return new CourseArchiver(moodle.pool(), site, folder, DemoMoodle.CLOCK)
                .archive(HARBOUR, "a.mbz", ArchiveSettings.everything(), archive);
    }

    private static void sql(DemoMoodle moodle, String sql) throws Exception {
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
