package org.coursebackup.run;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
