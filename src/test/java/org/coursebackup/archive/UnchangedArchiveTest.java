package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.share.EarlierArchives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.FakeCloner;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether a course is still what an archive holds. */
class UnchangedArchiveTest {
    private static final long GARDEN = 2;

    /** For tests that change nothing. */
    private static final DemoMoodle UNCHANGED =
            DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);

    private DemoMoodle moodle = UNCHANGED;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        if (!moodle.equals(UNCHANGED)) {
            moodle.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 7, 10})
    void an_archive_made_again_has_the_same_fingerprint_under_another_name_on_another_day(long course)
            throws Exception {
        ArchiveReport first = make(course, "first", DemoMoodle.CLOCK, new Reference(false, null));

        ArchiveReport second = make(
                course,
                "second",
                Clock.offset(DemoMoodle.CLOCK, Duration.ofDays(1)),
                new Reference(false, first.fingerprint()));

        assertThat(first.unchanged()).isFalse();
        assertThat(second.unchanged()).isTrue();
        assertThat(second.fingerprint()).isEqualTo(first.fingerprint()).isNotNull();
        assertThat(second.statements()).isEqualTo(first.statements());
        assertThat(folder.resolve("first")).exists();
        assertThat(files()).as("nothing is left of what was not made").containsExactly("first");
    }

    @Test
    void no_content_is_read_of_a_course_that_is_unchanged() throws Exception {
        siteOfItsOwn();
        ArchiveReport first = make(GARDEN, "first", DemoMoodle.CLOCK, new Reference(false, null));
        for (Path file : poolFiles()) {
            FileTime time = Files.getLastModifiedTime(file);
            Files.write(file, new byte[(int) Files.size(file)]);
            Files.setLastModifiedTime(file, time);
        }

        assertThat(again(first).unchanged()).isTrue();
    }

    @Test
    void an_earlier_archive_is_looked_for_only_where_contents_are_written_and_can_be_shared() throws Exception {
        List<Long> asked = new ArrayList<>();
        EarlierArchives earlier = (course, part) -> {
            asked.add(course);
            return Optional.empty();
        };
        FakeCloner able = new FakeCloner();
        FakeCloner unable = new FakeCloner();
        unable.within = false;
        CourseArchiver archiver = new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK);

        ArchiveReport first = archiver.sharing(unable, earlier)
                .archive(GARDEN, "1", ArchiveSettings.everything(), folder.resolve("1"), new Reference(false, null));
        assertThat(asked).as("the file system can't").isEmpty();

        Reference same = new Reference(false, first.fingerprint());
        ArchiveReport second = archiver.sharing(able, earlier)
                .archive(GARDEN, "2", ArchiveSettings.everything(), folder.resolve("2"), same);
        assertThat(second.unchanged()).isTrue();
        assertThat(asked).as("nothing is written").isEmpty();

        archiver.sharing(able, earlier).archive(GARDEN, "3", ArchiveSettings.everything(), folder.resolve("3"));
        assertThat(asked).containsExactly(GARDEN);
    }

    @Test
    void a_pool_file_of_another_size_or_time_is_noticed_and_one_that_is_gone_leaves_no_fingerprint() throws Exception {
        siteOfItsOwn();
        ArchiveReport first = make(GARDEN, "first", DemoMoodle.CLOCK, new Reference(false, null));
        Path file = used(first);
        byte[] content = Files.readAllBytes(file);
        FileTime time = Files.getLastModifiedTime(file);

        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-14T00:00:00Z")));
        assertThat(again(first).unchanged()).as("other time").isFalse();

        Files.write(file, new byte[content.length + 1]);
        Files.setLastModifiedTime(file, time);
        ArchiveReport wrong = again(first);
        assertThat(wrong.unchanged()).as("other size").isFalse();
        assertThat(wrong.fingerprint()).isNull();
        assertThat(wrong.warnings()).hasSize(1);

        Files.delete(file);
        ArchiveReport without = again(first);
        assertThat(without.unchanged()).as("gone").isFalse();
        assertThat(without.fingerprint()).isNull();

        Files.write(file, content);
        Files.setLastModifiedTime(file, time);
        assertThat(again(first).unchanged()).as("restored").isTrue();
    }

    @Test
    void a_login_is_no_change_of_a_course_unless_it_is_to_be_strict() throws Exception {
        JdbcTemplate database = siteOfItsOwn();
        ArchiveReport lenient = make(GARDEN, "lenient", DemoMoodle.CLOCK, new Reference(false, null));
        ArchiveReport strict = make(GARDEN, "strict", DemoMoodle.CLOCK, new Reference(true, null));
        database.update("update mdl_user set lastaccess = lastaccess + 1, lastlogin = currentlogin, firstaccess = 7,"
                + " currentlogin = 8, lastip = '192.0.2.7'");

        assertThat(make(GARDEN, "a", DemoMoodle.CLOCK, new Reference(false, lenient.fingerprint()))
                        .unchanged())
                .isTrue();
        assertThat(make(GARDEN, "b", DemoMoodle.CLOCK, new Reference(true, strict.fingerprint()))
                        .unchanged())
                .isFalse();
        assertThat(strict.fingerprint()).isNotEqualTo(lenient.fingerprint());

        database.update("update mdl_user set city = 'Perth' where id = (select min(u.userid) from"
                + " mdl_user_enrolments u join mdl_enrol e on e.id = u.enrolid where e.courseid = 2)");
        assertThat(make(GARDEN, "c", DemoMoodle.CLOCK, new Reference(false, lenient.fingerprint()))
                        .unchanged())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(BackupSetting.class)
    void each_setting_counts(BackupSetting setting) throws Exception {
        ArchiveSettings everything = ArchiveSettings.everything();
        ArchiveReport first = make(GARDEN, "first", DemoMoodle.CLOCK, new Reference(false, null));

        ArchiveReport other = new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK)
                .archive(
                        GARDEN,
                        "other",
                        everything.with(setting, !everything.on(setting)),
                        folder.resolve("other"),
                        new Reference(false, first.fingerprint()));

        assertThat(other.unchanged()).isFalse();
        assertThat(other.fingerprint()).isNotNull().isNotEqualTo(first.fingerprint());
    }

    @Test
    void an_anonymised_course_is_unchanged_too() throws Exception {
        ArchiveSettings anonymous = ArchiveSettings.everything().with(BackupSetting.ANONYMIZE, true);
        CourseArchiver archiver = new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK);
        ArchiveReport first =
                archiver.archive(10, "first", anonymous, folder.resolve("first"), new Reference(true, null));

        assertThat(archiver.archive(
                                10,
                                "second",
                                anonymous,
                                folder.resolve("second"),
                                new Reference(true, first.fingerprint()))
                        .unchanged())
                .isTrue();
    }

    @Test
    void an_upgrade_of_moodle_or_of_a_plugin_is_a_change() throws Exception {
        JdbcTemplate database = siteOfItsOwn();
        ArchiveReport first = make(GARDEN, "first", DemoMoodle.CLOCK, new Reference(false, null));
        database.update("update mdl_config_plugins set value = concat(value, '1') where plugin = 'qtype_essay'"
                + " and name = 'version'");

        assertThat(again(first).unchanged()).isFalse();
    }

    @Test
    void a_course_with_something_missing_from_its_archive_has_no_fingerprint() throws Exception {
        ArchiveReport maps = make(8, "maps", DemoMoodle.CLOCK, new Reference(false, null));

        assertThat(maps.warnings()).isNotEmpty();
        assertThat(maps.fingerprint()).isNull();
    }

    @Test
    void an_archive_that_is_not_compared_has_no_fingerprint() throws Exception {
        assertThat(make(GARDEN, "first", DemoMoodle.CLOCK, null).fingerprint()).isNull();
    }

    private JdbcTemplate siteOfItsOwn() {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        return new JdbcTemplate(moodle.pool());
    }

    private ArchiveReport again(ArchiveReport first) throws Exception {
        Files.deleteIfExists(folder.resolve("again"));
        return make(GARDEN, "again", DemoMoodle.CLOCK, new Reference(false, first.fingerprint()));
    }

    private ArchiveReport make(long course, String name, Clock clock, Reference reference) throws Exception {
        return new CourseArchiver(moodle.pool(), moodle.site(), null, clock)
                .archive(course, name, ArchiveSettings.everything(), folder.resolve(name), reference);
    }

    private List<String> files() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** A pool file that the course's archive has. */
    private Path used(ArchiveReport report) throws Exception {
        assertThat(report.missingContentHashes()).isEmpty();
        try (java.util.zip.ZipFile zip =
                new java.util.zip.ZipFile(folder.resolve("first").toFile())) {
            String name = zip.stream()
                    .map(java.util.zip.ZipEntry::getName)
                    .filter(entry -> entry.matches("files/../[0-9a-f]{40}"))
                    .findFirst()
                    .orElseThrow();
            String hash = name.substring(9);
            return moodle.site()
                    .filedir()
                    .resolve(hash.substring(0, 2))
                    .resolve(hash.substring(2, 4))
                    .resolve(hash);
        }
    }

    private List<Path> poolFiles() throws Exception {
        try (var files = Files.walk(moodle.site().filedir())) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
