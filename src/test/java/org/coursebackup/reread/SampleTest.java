package org.coursebackup.reread;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Result;
import org.coursebackup.settings.VerifySettings;

import static org.assertj.core.api.Assertions.assertThat;

class SampleTest {
    private static final Duration CYCLE = Duration.ofDays(30);
    private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");

    private final List<ArchiveRow> archives = new ArrayList<>();

    @Test
    void each_archive_is_read_at_least_once_in_a_cycle_and_about_as_many_each_night() {
        for (int i = 0; i < 100; i++) {
            archives.add(archive("/backups/" + i + ".mbz", START, null));
        }
        for (int night = 1; night <= 120; night++) {
            Instant now = START.plus(Duration.ofDays(night));
            int read = readAll(now, "cycle");
            assertThat(read).as("night %d", night).isBetween(3, 8);
            assertThat(archives).allMatch(archive -> !archive.readBack().isBefore(now.minus(CYCLE)));
        }
    }

    @Test
    void what_is_late_is_caught_up_with_at_twice_the_pace() {
        for (int i = 0; i < 300; i++) {
            archives.add(archive("/backups/" + i + ".mbz", START, null));
        }
        Instant now = START.plus(Duration.ofDays(400));

        assertThat(readAll(now, "cycle")).isEqualTo(20);
        for (int night = 1; night <= 15; night++) {
            readAll(now.plus(Duration.ofDays(night)), "cycle");
        }
        assertThat(archives).noneMatch(archive -> archive.checked() == null);
    }

    @Test
    void a_number_is_a_number_and_what_was_read_tonight_counts() {
        for (int i = 0; i < 50; i++) {
            archives.add(archive("/backups/" + i + ".mbz", START, null));
        }
        Instant now = START.plus(Duration.ofDays(1));

        assertThat(sample(now, "5")).hasSize(5);
        archives.set(0, archive("/backups/0.mbz", START, now));
        assertThat(sample(now, "5")).hasSize(4).noneMatch(archive -> archive.location()
                .endsWith("/0.mbz"));
        assertThat(sample(now, "0")).isEmpty();
    }

    @Test
    void archives_in_places_that_are_away_and_those_made_tonight_are_not_read() {
        archives.add(archive("sftp:away:22/moodle/1.mbz", START, null));
        archives.add(archive("sftp:nas:22/moodle/1.mbz", START, null));
        archives.add(archive("/backups/1.mbz", START.plus(Duration.ofDays(90)), null));
        archives.add(archive("file:/second/1.mbz", START, null));

        assertThat(sample(START.plus(Duration.ofDays(90)), "9"))
                .extracting(ArchiveRow::location)
                .containsExactly("sftp:nas:22/moodle/1.mbz", "file:/second/1.mbz");
    }

    /** One night: what is chosen is read. */
    private int readAll(Instant now, String setting) {
        List<ArchiveRow> chosen = sample(now, setting);
        for (ArchiveRow read : chosen) {
            archives.set(archives.indexOf(read), archive(read.location(), read.made(), now));
        }
        return chosen.size();
    }

    private List<ArchiveRow> sample(Instant now, String setting) {
        List<ArchiveRow> ordered = archives.stream()
                .sorted(Comparator.comparing(ArchiveRow::readBack))
                .toList();
        return new Sample(new VerifySettings(setting, CYCLE), now, now, ordered::forEach, row -> !row.location()
                        .contains("away"))
                .chosen();
    }

    private static ArchiveRow archive(String location, Instant made, Instant checked) {
        return new ArchiveRow(
                1, 2, location, Result.OK, 1, made, made, null, null, null, checked, null, null, null, null, null, null,
                null);
    }
}
