package org.coursebackup.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.retention.RetentionSettings;
import org.coursebackup.retention.StoredArchive.Quality;
import org.coursebackup.verify.SampleArchive;

import static org.assertj.core.api.Assertions.assertThat;

class OldArchivesTest {
    private static final String NEW = "backup-moodle2-course-7-bio-20261123-0300.mbz";
    private static final String OLD = "backup-moodle2-course-7-bio-20261122-0300.mbz";
    private static final String OLDER = "backup-moodle2-course-7-20261121-0300.mbz";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T03:00:05Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void what_the_policy_lets_go_is_removed_after_a_success() throws IOException {
        ours(NEW, OLD, OLDER);

        List<RetentionDecision> removed =
                archives(RetentionSettings.moodle(2, 0, 0), Map.of()).remove(7, NEW);

        assertThat(removed)
                .singleElement()
                .satisfies(d -> assertThat(d.archive().fileName()).isEqualTo(OLDER));
        assertThat(files()).containsExactly(OLD, NEW);
    }

    @Test
    void a_policy_that_keeps_all_removes_nothing() throws IOException {
        ours(NEW, OLD, OLDER);
        assertThat(archives(RetentionSettings.moodle(0, 0, 0), Map.of()).remove(7, NEW))
                .isEmpty();
        assertThat(files()).hasSize(3);
    }

    @Test
    void files_that_are_not_ours_stay() throws IOException {
        ours(NEW);
        write("backup-moodle2-course-7-bio-20200101-0300.mbz", "0", "50", "another site");
        write("backup-moodle2-course-7-bio-20200102-0300.mbz", "7", "10", "a teacher's own");
        write("backup-moodle2-course-7-bio-20200103-0300.mbz", "8", "50", "another course under this name");
        Files.copy(folder.resolve(NEW), folder.resolve("backup-moodle2-course-7-copy-20200104-0300.mbz"));
        Files.writeString(folder.resolve("backup-moodle2-course-7-bio-20200105-0300.mbz"), "not even an archive");
        Files.createDirectory(folder.resolve("backup-moodle2-course-7-bio-20200106-0300.mbz"));
        Path elsewhere = Files.writeString(folder.resolve("precious"), "x");
        Files.createSymbolicLink(folder.resolve("backup-moodle2-course-7-bio-20200107-0300.mbz"), elsewhere);
        Files.writeString(folder.resolve("backup-moodle2-course-7-bio-20200108-0300.mbz.part"), "x");
        Files.writeString(folder.resolve("notes.txt"), "x");
        List<String> before = files();

        assertThat(archives(RetentionSettings.moodle(1, 1, 0), Map.of()).remove(7, NEW))
                .isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void an_archive_that_moodle_made_for_us_is_ours_because_the_history_knows_it() throws IOException {
        write(NEW, "7", "10", "");
        write(OLD, "7", "10", "");
        write(OLDER, "7", "10", "a teacher's own");

        new OldArchives(
                        folder,
                        RetentionSettings.moodle(1, 0, 0),
                        course -> Map.of(
                                NEW,
                                new KnownArchive(Quality.GOOD, Instant.EPOCH, null),
                                OLD,
                                new KnownArchive(Quality.GOOD, Instant.EPOCH, null)),
                        CLOCK)
                .remove(7, NEW);

        assertThat(files()).containsExactly(OLDER, NEW);
    }

    @Test
    void other_courses_whose_id_begins_alike_stay() throws IOException {
        ours(NEW, OLD);
        String other = "backup-moodle2-course-77-bio-20200101-0300.mbz";
        write(other, "77", "50", "");

        archives(RetentionSettings.moodle(1, 0, 0), Map.of()).remove(7, NEW);

        assertThat(files()).containsExactly(NEW, other);
    }

    @Test
    void a_new_archive_with_warnings_does_not_push_out_the_newest_complete_one() throws IOException {
        ours(NEW, OLD, OLDER);
        archives(
                        RetentionSettings.moodle(1, 0, 0),
                        Map.of(NEW, new KnownArchive(Quality.WARNINGS, Instant.EPOCH, null)))
                .remove(7, NEW);
        assertThat(files()).containsExactly(OLD, NEW);
    }

    @Test
    void nothing_is_removed_when_the_new_archive_is_not_there_or_is_none() throws IOException {
        ours(OLD, OLDER);
        assertThat(archives(RetentionSettings.moodle(1, 0, 0), Map.of()).remove(7, NEW))
                .isEmpty();
        Files.writeString(folder.resolve(NEW), "");
        assertThat(archives(RetentionSettings.moodle(1, 0, 0), Map.of()).remove(7, NEW))
                .isEmpty();
        assertThat(files()).contains(OLD, OLDER);
    }

    @Test
    void the_listing_is_used_for_several_courses_and_knows_what_was_published_since() throws IOException {
        ours(OLD, OLDER);
        OldArchives archives = archives(RetentionSettings.moodle(1, 0, 0), Map.of());
        archives.remove(7, OLD);
        assertThat(files()).containsExactly(OLD);
        ours(NEW);
        archives.remove(7, NEW);
        assertThat(files()).containsExactly(NEW);
    }

    private OldArchives archives(RetentionSettings settings, Map<String, KnownArchive> known) {
        return new OldArchives(folder, settings, course -> known, CLOCK);
    }

    private void ours(String... names) {
        Stream.of(names).forEach(name -> write(name, "7", "50", ""));
    }

    /** Writes an archive that claims to be of that course and mode; other content means another site. */
    private void write(String name, String course, String mode, String note) {
        SampleArchive archive = new SampleArchive();
        long date = ArchiveName.parse(name).orElseThrow().begun(ZoneOffset.UTC).getEpochSecond();
        String index = new String(archive.entries.get("moodle_backup.xml"), StandardCharsets.UTF_8)
                .replace("<name>x.mbz", "<name>" + name)
                .replace("<original_course_id>7", "<original_course_id>" + (course.equals("0") ? "7" : course))
                .replace("<mode>50", "<mode>" + mode)
                .replace("1795402800", Long.toString(date));
        if (note.equals("another site")) {
            index = index.replace("0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffff");
        }
        archive.put("moodle_backup.xml", index.getBytes(StandardCharsets.UTF_8)).writeTo(folder.resolve(name));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
