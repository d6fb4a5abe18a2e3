package org.coursebackup.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;

import org.coursebackup.moodle.SiteSettings;
import org.coursebackup.moodle.SiteVersions;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class SiteDefinitionsTest {
    @TempDir
    Path folder;

    private SiteVersions site = site("2024100706", "mod_diary", "7", "mod_page", "8");
    private SiteSettings settings = SiteSettings.NONE;
    private String read = "";
    private final AtomicInteger asked = new AtomicInteger();
    private SiteDefinitions.Describer describer = this::said;
    private Clock clock = DemoMoodle.CLOCK;

    private static SiteVersions site(String version, String... plugins) {
        TreeMap<String, String> versions = new TreeMap<>();
        for (int i = 0; i < plugins.length; i += 2) {
            versions.put(plugins[i], plugins[i + 1]);
        }
        return new SiteVersions(version, "4.5.6 (Build: 20250811)", "405", versions);
    }

    /** What the site's code would say now, as far as versions go. */
    private Description said(String... more) throws IOException {
        asked.incrementAndGet();
        StringBuilder plugins = new StringBuilder();
        site.plugins().forEach((name, version) -> plugins.append(plugins.isEmpty() ? "" : ",")
                .append('"' + name + "\":{\"version\":\"" + version + "\",\"standard\":true}"));
        return Description.of(Stream.concat(
                        Stream.of("{\"component\":\"site\",\"format\":2,\"version\":\"" + site.version()
                                + "\",\"release\":\"4.5.6\",\"salt\":\"0123\",\"components\":{" + plugins
                                + "},\"settings\":[" + read + "]}"),
                        Stream.of(more.length > 0 ? more : new String[] {"{\"component\":\"end\"}"}))
                .toList());
    }

    private SiteDefinitions definitions(boolean automatically) {
        return new SiteDefinitions(
                folder, () -> site, plugins -> settings, automatically, () -> describer.describe(), tick());
    }

    private Clock tick() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return clock.instant();
            }
        };
    }

    @Test
    void a_site_that_was_never_described_is_none_that_was_upgraded() {
        SiteDefinitions definitions = definitions(false);
        definitions.look();

        assertThat(definitions.changes()).isEmpty();
        assertThat(definitions.notice()).isEmpty();
        definitions.renew();
        assertThat(asked).hasValue(0);
    }

    @Test
    void an_upgrade_is_told_with_what_changed_and_what_to_do() throws IOException {
        said().write(folder);
        site = site("2024100707", "mod_diary", "9", "mod_new", "1");
        SiteDefinitions definitions = definitions(false);

        definitions.renew();

        assertThat(definitions.notice().orElseThrow())
                .contains("older than the site", "moodle was 2024100706 and is 2024100707", "mod_diary was 7 and is 9")
                .contains("mod_new 1 is new", "mod_page 8 is gone", "Run 'describe'");
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_setting_that_the_code_read_is_told_when_it_was_changed_and_the_code_asked_again() throws IOException {
        read = "[\"mod_diary\",\"diary\",\"prices\",\"3a89c39745e732e8\",false]";
        settings = new SiteSettings(Map.of("diary", Map.of("prices", "1")), Map.of());
        SiteDefinitions definitions = definitions(true);
        definitions.renew();
        definitions.renew();
        assertThat(asked).hasValue(1);
        assertThat(definitions.notice()).isEmpty();

        settings = new SiteSettings(Map.of("diary", Map.of("prices", "0")), Map.of());
        definitions.look();
        assertThat(definitions.notice().orElseThrow())
                .contains("older than the site", "the setting diary/prices was changed", "The next run asks");
        definitions.renew();
        assertThat(asked).hasValue(2);
    }

    @Test
    void definitions_of_an_earlier_version_of_the_program_are_made_anew_since_they_know_no_settings()
            throws IOException {
        said().write(folder);
        Files.delete(folder.resolve("site.txt"));
        SiteDefinitions definitions = definitions(true);

        definitions.look();
        assertThat(definitions.notice().orElseThrow()).contains("made by an earlier version of this program");
        definitions.renew();
        assertThat(definitions.notice()).isEmpty();
    }

    @Test
    void where_it_is_wanted_the_sites_code_is_asked_once_after_an_upgrade_and_at_the_first_run() {
        SiteDefinitions definitions = definitions(true);
        definitions.renew();
        definitions.renew();
        assertThat(asked).hasValue(1);
        assertThat(definitions.core()).isPresent();

        site = site("2024100707", "mod_diary", "9", "mod_page", "8");
        definitions.look();
        assertThat(definitions.notice().orElseThrow()).contains("The next run asks the site's code again");
        definitions.renew();

        assertThat(asked).hasValue(2);
        assertThat(definitions.notice()).isEmpty();
        assertThat(folder.resolve("versions.txt")).content().contains("moodle 2024100707\n", "mod_diary 9\n");
        assertThat(definitions.core().orElseThrow().version()).isEqualTo("2024100707");
    }

    @Test
    void a_php_that_is_not_there_is_told_and_the_definitions_stay() throws IOException {
        said().write(folder);
        site = site("2024100707", "mod_diary", "7", "mod_page", "8");
        describer = () -> Description.of(MoodlePhp.of("/no/such/php", Optional.of(folder)));
        SiteDefinitions definitions = definitions(true);

        definitions.renew();

        assertThat(definitions.notice().orElseThrow())
                .contains("asked in vain: PHP cannot be started as '/no/such/php' (moodle.php)", "Run 'describe'");
        assertThat(folder.resolve("versions.txt")).content().contains("moodle 2024100706\n");
    }

    @Test
    void what_failed_is_not_tried_again_at_once_unless_the_site_changes() throws IOException {
        said().write(folder);
        describer = () -> {
            asked.incrementAndGet();
            throw new IOException("PHP is ill.");
        };
        site = site("2024100707", "mod_diary", "7");
        SiteDefinitions definitions = definitions(true);

        definitions.renew();
        definitions.renew();
        assertThat(asked).hasValue(2);
        site = site("2024100707", "mod_diary", "8");
        definitions.renew();
        assertThat(asked).hasValue(3);
        clock = Clock.offset(DemoMoodle.CLOCK, Duration.ofHours(13));
        definitions.renew();
        assertThat(asked).hasValue(4);
    }

    @Test
    void a_php_that_died_on_the_way_replaces_nothing() throws IOException {
        said().write(folder);
        site = site("2024100707", "mod_diary", "7", "mod_page", "8");
        describer = () -> said("{\"begin\":\"mod_page\"}");
        SiteDefinitions definitions = definitions(true);

        definitions.renew();

        assertThat(definitions.notice().orElseThrow()).contains("PHP ended before all components were asked");
        assertThat(folder.resolve("versions.txt")).content().contains("moodle 2024100706\n");
        assertThat(definitions.core()).isEmpty();
    }

    @Test
    void a_database_that_is_away_costs_nothing_but_the_look() {
        SiteDefinitions definitions = new SiteDefinitions(
                folder,
                () -> {
                    throw new DataAccessResourceFailureException("away", new SQLException("connection refused"));
                },
                plugins -> SiteSettings.NONE,
                true,
                describer,
                clock);

        definitions.look();
        definitions.renew();

        assertThat(definitions.site()).isEmpty();
        assertThat(definitions.notice()).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void what_differs_in_moodles_own_components_is_kept_with_its_version() throws IOException {
        Files.writeString(
                folder.resolve(CoreFindings.FILE),
                new CoreFindings("2024100707.00", new TreeSet<>(List.of("mod_page", "core"))).text());

        CoreFindings read = CoreFindings.read(folder).orElseThrow();

        assertThat(read.differing()).containsExactly("core", "mod_page");
        assertThat(read.of("2024100707")).isTrue();
        assertThat(read.of("2024100708")).isFalse();
    }
}
