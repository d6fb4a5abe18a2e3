package org.coursebackup.fallback;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.course.Archiver;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.Until;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** Processes that behave like Moodle's command line take the place of PHP. */
class MoodleFallbackTest {
    private static final String WARNING =
            "1 activity of the plugin mod_attendance left out. Add definitions/attendance.yaml, or set"
                    + " archive.fallback=moodle.";

    @TempDir
    Path folder;

    private Path good;
    private Path part;

    @BeforeEach
    void makeArchive() throws Exception {
        DemoMoodle moodle = DemoMoodle.shared(DatabaseKind.H2);
        good = folder.resolve("made by moodle");
        new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK)
                .archive(2, "x.mbz", ArchiveSettings.everything(), good);
        part = Files.createDirectory(folder.resolve("backups"))
                .resolve("backup-moodle2-course-2-x-20260115-0230.mbz.part");
    }

    @Test
    void moodles_archive_takes_the_place_of_ours_whatever_the_exit_code() throws Exception {
        ArchiveReport report = archive(
                Set.of("mod_attendance"), ArchiveSettings.everything(), "cp '" + good + "' \"$to/backup.mbz\"; exit 1");

        assertThat(part).hasSameBinaryContentAs(good);
        assertThat(report.bytes()).isEqualTo(Files.size(good));
        assertThat(report.moodlesOwn()).isTrue();
        assertThat(report.warnings()).containsExactly("A pool file is missing.");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_tgz_as_moodle_makes_by_default_becomes_a_zip_with_the_same_entries() throws Exception {
        Path tgz = folder.resolve("tgz");
        Set<String> names = new java.util.TreeSet<>();
        try (var zip = new java.util.zip.ZipFile(good.toFile());
                var tar = new TarArchiveOutputStream(new java.util.zip.GZIPOutputStream(Files.newOutputStream(tgz)))) {
            put(tar, ".ARCHIVE_INDEX", "Moodle archive file index".getBytes(StandardCharsets.UTF_8));
            for (var entries = zip.entries(); entries.hasMoreElements(); ) {
                var entry = entries.nextElement();
                names.add(entry.getName());
                put(tar, entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }

        archive(Set.of("mod_attendance"), ArchiveSettings.everything(), "cp '" + tgz + "' \"$to/backup.mbz\"");

        try (var zip = new java.util.zip.ZipFile(part.toFile())) {
            assertThat(zip.stream().map(java.util.zip.ZipEntry::getName)).containsExactlyInAnyOrderElementsOf(names);
        }
        assertThat(new VerifyArchive().verify(part).findings())
                .isEqualTo(new VerifyArchive().verify(good).findings());
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    @Test
    void a_command_that_makes_nothing_leaves_our_archive_with_moodles_last_words() throws Exception {
        ArchiveReport report = archive(
                Set.of("mod_attendance"), ArchiveSettings.everything(), "echo 'Error: no admin account'; exit 0");

        assertThat(part).hasContent("ours");
        assertThat(report.warnings())
                .hasSize(3)
                .contains(WARNING)
                .last()
                .asString()
                .contains("no archive; it said: Error: no admin account");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void a_damaged_archive_of_moodles_leaves_ours() throws Exception {
        ArchiveReport report = archive(
                Set.of("mod_attendance"),
                ArchiveSettings.everything(),
                "head -c 3000 '" + good + "' > \"$to/backup.mbz\"");

        assertThat(part).hasContent("ours");
        assertThat(report.warnings()).last().asString().contains("it is damaged");
    }

    @Test
    void a_command_that_hangs_is_stopped_with_its_children() throws Exception {
        ArchiveReport report = archive(
                Set.of("mod_attendance"),
                ArchiveSettings.everything(),
                "echo $$ > '" + folder + "/pid'; sleep 600 & wait",
                Duration.ofSeconds(2));

        assertThat(part).hasContent("ours");
        assertThat(report.warnings()).last().asString().contains("archive.fallback-minutes");
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).trim());
        Until.holds(
                "the command ends",
                () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void a_php_that_is_not_there_leaves_our_archive() throws Exception {
        ArchiveReport report = new MoodleFallback(
                        engine(Set.of("mod_attendance")),
                        new MoodleCommand(folder + "/no-php", folder, Duration.ofMinutes(1)))
                .archive(2, "x.mbz", ArchiveSettings.everything(), part);

        assertThat(part).hasContent("ours");
        assertThat(report.warnings()).hasSize(3);
    }

    @Test
    void a_course_that_is_described_is_not_given_to_moodle() throws Exception {
        ArchiveReport report = archive(Set.of(), ArchiveSettings.everything(), "cp '" + good + "' \"$to/backup.mbz\"");

        assertThat(part).hasContent("ours");
        assertThat(report.warnings()).hasSize(2);
    }

    @Test
    void users_that_are_to_be_left_out_are_not_brought_in_by_moodle() throws Exception {
        ArchiveReport report = archive(
                Set.of("mod_attendance"),
                ArchiveSettings.everything().with(BackupSetting.USERS, false),
                "cp '" + good + "' \"$to/backup.mbz\"");

        assertThat(part).hasContent("ours");
        assertThat(report.warnings()).last().asString().contains("include settings");
    }

    @Test
    void what_comes_of_it_is_verified_like_any_archive() throws Exception {
        archive(Set.of("mod_attendance"), ArchiveSettings.everything(), "cp '" + good + "' \"$to/backup.mbz\"");

        assertThat(new VerifyArchive().verify(part).good()).isTrue();
    }

    private ArchiveReport archive(Set<String> undescribed, ArchiveSettings settings, String script) throws Exception {
        return archive(undescribed, settings, script, Duration.ofMinutes(1));
    }

    private ArchiveReport archive(Set<String> undescribed, ArchiveSettings settings, String script, Duration patience)
            throws Exception {
        Path php = folder.resolve("php");
        Files.writeString(
                php, "#!/bin/sh\nto=\"${3#--destination=}\"\n[ \"$2\" = --courseid=2 ] || exit 9\n" + script + "\n");
        Files.setPosixFilePermissions(php, PosixFilePermissions.fromString("rwx------"));
        return new MoodleFallback(
                        engine(undescribed), new MoodleCommand(php.toString(), folder.resolve("backup.php"), patience))
                .archive(2, "x.mbz", settings, part);
    }

    private static Archiver engine(Set<String> undescribed) {
        return (courseId, name, settings, part, reference) -> {
            Files.writeString(part, "ours");
            return new ArchiveReport(
                    courseId,
                    4,
                    1,
                    10,
                    Map.of(),
                    Map.of(),
                    List.of(WARNING, "A pool file is missing."),
                    undescribed,
                    Set.of());
        };
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(part.getParent())) {
            return files.filter(file -> !file.equals(part)).toList();
        }
    }
}
