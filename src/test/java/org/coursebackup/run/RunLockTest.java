package org.coursebackup.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunLockTest {
    @TempDir
    private Path folder;

    @Test
    void one_run_at_a_time_within_a_process() throws Exception {
        RunLock first = new RunLock(folder);
        RunLock second = new RunLock(folder);
        first.acquire("first");

        assertThatThrownBy(() -> first.acquire("again")).isInstanceOf(RunActiveException.class);
        assertThatThrownBy(() -> second.acquire("second"))
                .isInstanceOf(RunActiveException.class)
                .hasMessageContaining("Another run is active");
        first.release();
        assertThatCode(() -> second.acquire("second")).doesNotThrowAnyException();
        second.release();
    }

    @Test
    void a_lock_file_whose_process_is_gone_locks_nothing() throws Exception {
        Files.writeString(folder.resolve(".run.lock"), "#process 4711 on elsewhere\n");
        RunLock lock = new RunLock(folder);
        lock.acquire("me");
        lock.release();
    }

    @Test
    void a_lock_for_all_users_can_be_taken_by_them_whatever_the_umask() throws Exception {
        Path file = folder.resolve("shared.lock");
        LockFile lock = new LockFile(file, true);
        lock.acquire("me");
        lock.release();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw-rw-");
    }

    /** In a folder that everybody may write to, somebody could put one there. */
    @Test
    void a_link_in_place_of_the_lock_is_not_followed() throws Exception {
        Path precious = Files.writeString(folder.resolve("precious"), "kept");
        Path file = Files.createSymbolicLink(folder.resolve("shared.lock"), precious);

        assertThatThrownBy(() -> new LockFile(file, true).acquire("me")).isInstanceOf(IOException.class);
        assertThat(precious).hasContent("kept");
    }
}
