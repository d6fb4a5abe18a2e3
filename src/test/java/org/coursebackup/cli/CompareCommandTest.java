package org.coursebackup.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What 'compare' says when it can't. */
class CompareCommandTest {
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setErr(err);
    }

    @Test
    void an_encrypted_archive_is_to_be_decrypted_first() {
        int code = Main.execute("compare", "moodles.mbz", "/backups/ours.mbz.age");

        assertThat(code).isEqualTo(2);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("/backups/ours.mbz.age is encrypted")
                .contains("age -d -i key.txt ours.mbz.age > ours.mbz")
                .doesNotContain("Exception");
    }
}
