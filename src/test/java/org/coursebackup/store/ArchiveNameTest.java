package org.coursebackup.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveNameTest {
    private static final Instant BEGUN = Instant.parse("2026-11-23T03:05:59Z");

    static List<String> names() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/store/names.csv")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("names")
    void names_are_made_and_read_back_as_the_golden_file_says(String line) {
        int last = line.lastIndexOf('|');
        int before = line.lastIndexOf('|', last - 1);
        long id = Long.parseLong(line.substring(0, line.indexOf('|')));
        String shortname = escapes(line.substring(line.indexOf('|') + 1, before));
        String expected = escapes(line.substring(last + 1));

        ArchiveName name =
                ArchiveName.of(id, shortname, BEGUN, ZoneOffset.UTC, settings(line.substring(before + 1, last)));

        assertThat(name.fileName(StandardCharsets.UTF_8)).isEqualTo(expected);
        ArchiveName parsed = ArchiveName.parse(expected).orElseThrow();
        assertThat(parsed)
                .isEqualTo(new ArchiveName(id, name.shortname(), name.minute().withSecond(0), 1, name.flags()));
        assertThat(parsed.begun(ZoneOffset.UTC)).isEqualTo(Instant.parse("2026-11-23T03:05:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "社", "\ud83d\ude00", "_", "e\u0301", "&"})
    void a_long_short_name_is_cut_between_characters_so_that_temporary_names_fit(String character) {
        String name = name(character.repeat(300)).fileName(StandardCharsets.UTF_8);

        assertThat((name + ArchiveName.PART).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(255);
        assertThat((ArchiveName.PUBLISHING + name).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(255);
        assertThat(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(name);
        assertThat(ArchiveName.parse(name))
                .get()
                .extracting(ArchiveName::courseId)
                .isEqualTo(7L);
    }

    @Test
    void a_minute_that_is_taken_gets_a_number() {
        Set<String> taken = Set.of(
                "backup-moodle2-course-7-bio-20261123-0305.mbz",
                "backup-moodle2-course-7-bio-20261123-0305-2.mbz.part");

        ArchiveName third = name("Bio").free(taken::contains);

        assertThat(third.fileName()).isEqualTo("backup-moodle2-course-7-bio-20261123-0305-3.mbz");
        assertThat(ArchiveName.parse(third.fileName()))
                .get()
                .extracting(ArchiveName::sequence)
                .isEqualTo(3);
    }

    @Test
    void where_file_names_are_ascii_other_characters_become_underscores() {
        assertThat(name("Übung 社 1").fileName(StandardCharsets.US_ASCII))
                .isEqualTo("backup-moodle2-course-7-_bung___1-20261123-0305.mbz");
    }

    @ParameterizedTest
    @CsvSource({"${bean:run}, _{bean:run}", "a$${x}, a$_{x}", "$simple{x}$, _simple{x}$"})
    void a_name_is_never_an_expression_to_camel(String shortname, String expected) {
        assertThat(name(shortname).fileName())
                .isEqualTo("backup-moodle2-course-7-" + expected.replace(":", "") + "-20261123-0305.mbz");
    }

    @Test
    void the_minute_is_the_one_on_the_zones_clock() {
        ArchiveName name = ArchiveName.of(7, "", BEGUN, ZoneId.of("Asia/Kolkata"), ArchiveSettings.everything());
        assertThat(name.fileName()).isEqualTo("backup-moodle2-course-7-20261123-0835.mbz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "notes.txt",
                "backup-moodle2-course-7.mbz",
                "backup-moodle2-course-7-20261323-0305.mbz",
                "backup-moodle2-course-7-20261123-0305.mbz.part",
                "backup-moodle2-course-x-20261123-0305.mbz",
                "backup-moodle2-activity-7-20261123-0305.mbz",
                "sicherung-moodle2-kurs-7-20261123-0305.mbz",
                "backup-moodle2-course-7-20261123-0305.mbz.sha256",
                "backup-moodle2-course-99999999999999999999-20261123-0305.mbz"
            })
    void other_names_are_not_ours(String name) {
        assertThat(ArchiveName.parse(name)).isEmpty();
    }

    private static ArchiveName name(String shortname) {
        return ArchiveName.of(7, shortname, BEGUN, ZoneOffset.UTC, ArchiveSettings.everything());
    }

    private static ArchiveSettings settings(String changes) {
        ArchiveSettings settings = ArchiveSettings.everything();
        for (String change : changes.isEmpty() ? new String[0] : changes.split(" ")) {
            boolean on = change.startsWith("+");
            settings = settings.with(
                    BackupSetting.valueOf(change.substring(on ? 1 : 0).toUpperCase(Locale.ROOT)), on);
        }
        return settings;
    }

    private static String escapes(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && text.charAt(i + 1) == 'u') {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (c == '\\') {
                plain.append(text.charAt(++i) == 'n' ? '\n' : text.charAt(i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
