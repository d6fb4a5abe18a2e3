package org.coursebackup.reread;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The folder for what is fetched from servers. */
class ScratchTest {
    @TempDir
    Path backups;

    @Test
    void nothing_is_fetched_that_would_leave_no_space_for_courses() throws Exception {
        try (Scratch scratch = new Scratch(backups, folder -> 300_000_000)) {
            scratch.require(200_000_000);
            assertThatThrownBy(() -> scratch.require(200_000_001))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fetching it takes 200 MB")
                    .hasMessageContaining(backups + " has only 300 MB left");
        }
    }

    @Test
    void it_goes_with_what_is_in_it() throws Exception {
        try (Scratch scratch = new Scratch(backups)) {
            Files.writeString(scratch.file("a.mbz"), "content");
            assertThat(backups.toFile().list()).singleElement().asString().startsWith(".spool-");
        }

        assertThat(backups).isEmptyDirectory();
    }
}
