package org.coursebackup.share;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of the system's refusals. The real call is tried by {@link ReflinkIT}. */
class FileSystemClonerTest {
    @TempDir
    Path folder;

    private Path source;
    private Path target;
    private int calls;
    private int error;

    @BeforeEach
    void makeFiles() throws IOException {
        source = Files.write(folder.resolve("source"), new byte[8192]);
        target = Files.createFile(folder.resolve("target"));
    }

    private boolean cloned(FileSystemCloner cloner) throws IOException {
        return cloner.clone(source, 0, target, 0, 8192);
    }

    private FileSystemCloner on(String kind) {
        return new FileSystemCloner(
                (from, at, to, place, bytes) -> {
                    calls++;
                    return error;
                },
                file -> kind);
    }

    @Test
    void what_the_system_did_is_done() throws Exception {
        assertThat(cloned(on("xfs"))).isTrue();
        assertThat(calls).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errors.EXDEV, Errors.EOPNOTSUPP, Errors.ENOTTY, Errors.ENOSYS})
    void file_systems_that_cannot_are_asked_once(int refusal) throws Exception {
        FileSystemCloner cloner = on("xfs");
        error = refusal;

        assertThat(cloned(cloner)).isFalse();
        error = 0;
        assertThat(cloned(cloner)).isFalse();
        assertThat(calls).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {Errors.EAGAIN, Errors.EINVAL, Errors.EPERM, 5, 2})
    void a_refusal_that_may_be_of_one_file_or_one_moment_is_not_remembered(int refusal) throws Exception {
        FileSystemCloner cloner = on("zfs");
        error = refusal;

        assertThat(cloned(cloner)).isFalse();
        error = 0;
        assertThat(cloned(cloner)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errors.ENOSPC, Errors.EDQUOT})
    void a_full_target_is_a_failure_and_in_javas_words(int full) {
        error = full;

        assertThatThrownBy(() -> cloned(on("btrfs")))
                .isInstanceOf(IOException.class)
                .message()
                .containsAnyOf("No space left on device", "quota");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "tmpfs", "fuseblk"})
    void file_systems_known_not_to_are_not_asked(String kind) throws Exception {
        assertThat(cloned(on(kind))).isFalse();
        assertThat(calls).isZero();
    }

    @Test
    void that_files_of_a_folder_cannot_share_is_known_without_trying_or_from_the_first_refusal() throws Exception {
        assertThat(on("ext4").within(target)).isFalse();
        FileSystemCloner cloner = on("nfs4");
        assertThat(cloner.within(target)).isTrue();
        assertThat(calls).isZero();
        error = Errors.EOPNOTSUPP;
        cloned(cloner);
        assertThat(cloner.within(target)).isFalse();
    }

    @Test
    void a_file_that_is_not_there_is_refused() throws Exception {
        assertThat(on("xfs").clone(folder.resolve("none"), 0, target, 0, 4096)).isFalse();
        assertThat(calls).isZero();
    }

    @Test
    void here_the_real_call_clones_or_refuses_and_never_lies() throws Exception {
        boolean cloned = cloned(new FileSystemCloner());

        assertThat(Files.size(target)).isEqualTo(cloned ? 8192 : 0);
    }
}
