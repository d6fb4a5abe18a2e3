package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TargetTest {
    private static final String NAME = "backup-moodle2-course-7-bio-20261123-0300.mbz";

    @TempDir
    Path folder;

    @Test
    void a_missing_folder_is_said_in_words() {
        assertThatThrownBy(() -> new Target(folder.resolve("gone"))
                        .ready(folder.resolve("x.part").toString(), NAME))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("gone (backup.directory) is missing");
    }

    @Test
    void an_archive_of_that_name_is_not_overwritten() throws IOException {
        Path part = Files.writeString(folder.resolve(NAME + ".part"), "new");
        Files.writeString(folder.resolve(NAME), "old");
        assertThatThrownBy(() -> new Target(folder).ready(part.toString(), NAME))
                .hasMessageContaining("not overwritten");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../" + NAME, "x", "", "a/" + NAME, ".hidden.mbz", "a:b.mbz", "a\n.mbz", "x.mbz.part"})
    void a_name_that_is_none_of_ours_is_refused(String name) throws IOException {
        Path part = Files.writeString(folder.resolve(NAME + ".part"), "new");
        assertThatThrownBy(() -> new Target(folder).ready(part.toString(), name))
                .hasMessageContaining("not an archive file name");
    }

    @Test
    void an_archive_that_did_not_arrive_is_noticed() throws IOException {
        Path part = Files.writeString(folder.resolve(NAME + ".part"), "new");
        Target target = new Target(folder);
        assertThatThrownBy(() -> target.published(part.toString(), NAME)).hasMessageContaining("could not be renamed");
        Files.move(part, folder.resolve(NAME));
        assertThat(target.published(part.toString(), NAME))
                .isEqualTo(folder.resolve(NAME).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, is full",
        "Disk quota exceeded, quota",
        "Read-only file system, mounted read-only",
        "Permission denied, can't be written by the user",
        "Input/output error, Input/output error"
    })
    void what_the_system_says_becomes_a_message_with_a_next_step(String system, String expected) {
        assertThat(TargetException.of(folder, new FileSystemException("x", null, system)))
                .hasMessageContaining(expected)
                .hasMessageContaining("No archive was published");
    }

    @Test
    void exceptions_that_say_only_a_path_are_understood() {
        assertThat(TargetException.of(folder, new AccessDeniedException("x")))
                .hasMessageContaining("can't be written by the user");
        assertThat(TargetException.of(folder, new NoSuchFileException("x"))).hasMessageContaining("is missing");
    }
}
