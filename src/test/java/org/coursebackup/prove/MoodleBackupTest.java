package org.coursebackup.prove;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A program of this test stands in for PHP: checks what it is told, and what is made of its answer. */
class MoodleBackupTest {
    private java.util.function.BooleanSupplier giveWay = () -> false;

    @TempDir
    private Path folder;

    private MoodleBackup php(String shell, Duration patience) throws Exception {
        Path php = Files.writeString(folder.resolve("php"), "#!/bin/sh\n" + shell + "\n");
        Files.setPosixFilePermissions(php, PosixFilePermissions.fromString("rwx------"));
        return new MoodleBackup(php.toString(), folder.resolve("config.php"), patience, giveWay);
    }

    @Test
    void it_ends_at_once_where_it_has_to_give_way() {
        giveWay = () -> true;

        assertThatThrownBy(() -> made("exec sleep 60", Duration.ofMinutes(1)))
                .isInstanceOf(ProofException.class)
                .hasMessageContaining("given up");
    }

    private Path made(String shell, Duration patience) throws Exception {
        return php(shell, patience)
                .make(
                        7,
                        ArchiveSettings.everything().with(BackupSetting.LOGS, false),
                        Files.createDirectory(folder.resolve("into")));
    }

    @Test
    void the_script_the_course_and_our_settings_are_handed_over() throws Exception {
        Path archive = made(
                "printf '%s\\n' \"$@\" > " + folder.resolve("told") + "; cat > " + folder.resolve("script")
                        + "; echo 'Notice: something'; echo 'MOODLE-COURSE-BACKUP ARCHIVE a.mbz'",
                Duration.ofMinutes(1));

        assertThat(archive).isEqualTo(folder.resolve("into/a.mbz"));
        assertThat(Files.readAllLines(folder.resolve("told")))
                .contains(
                        "--course=7", "--config=" + folder.resolve("config.php"), "--folder=" + folder.resolve("into"))
                .anyMatch(word -> word.startsWith("--settings=users:1,anonymize:0,")
                        && word.contains("logs:0,grade_histories:1"));
        assertThat(folder.resolve("script")).content().startsWith("<?php").contains("force_transaction_rollback");
    }

    @Test
    void what_moodle_says_when_it_fails_is_passed_on() {
        assertThatThrownBy(() -> made(
                        "echo 'MOODLE-COURSE-BACKUP FAILED the site has no administrator'; exit 1",
                        Duration.ofMinutes(1)))
                .isInstanceOf(ProofException.class)
                .hasMessage("Moodle's own backup made no archive; it said: the site has no administrator");
        assertThatThrownBy(() -> php("echo 'PHP Fatal error: no such file'; exit 255", Duration.ofMinutes(1))
                        .make(7, ArchiveSettings.everything(), Files.createDirectory(folder.resolve("again"))))
                .hasMessageContaining("it said: PHP Fatal error: no such file");
    }

    @Test
    void a_backup_that_does_not_end_is_ended() {
        assertThatThrownBy(() -> made("exec sleep 60", Duration.ofMillis(300)))
                .isInstanceOf(ProofException.class)
                .hasMessageContaining("did not end within");
    }
}
