package org.coursebackup.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Colours and line breaks: for people on a terminal alone. */
class TerminalTest {
    private static final String ESCAPE = "\u001b[";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "xterm, -, -, true, true",
                "xterm, -, -, false, false",
                "dumb, -, -, true, false",
                "xterm, 1, -, true, false",
                "xterm, '', -, true, true",
                "xterm, -, 1, false, true",
                "xterm, -, 0, false, false",
                "xterm, 1, 1, true, false"
            })
    void colours_follow_the_terminal_and_what_people_ask_for(
            String term, String none, String forced, boolean terminal, boolean coloured) {
        Map<String, String> environment = new HashMap<>(Map.of("TERM", term));
        if (none != null) {
            environment.put("NO_COLOR", none);
        }
        if (forced != null) {
            environment.put("CLICOLOR_FORCE", forced);
        }
        assertThat(Terminal.coloured(environment, terminal)).isEqualTo(coloured);
    }

    @Test
    void a_terminal_gets_colours_and_a_pipe_or_whoever_wants_none_does_not() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no script(1) here, so it was not tried");
        assertThat(onTerminal("TERM=xterm")).contains(ESCAPE + "2m[default]");
        assertThat(onTerminal("TERM=xterm NO_COLOR=1")).contains("[default]").doesNotContain(ESCAPE);
        assertThat(onTerminal("TERM=dumb")).contains("[default]").doesNotContain(ESCAPE);
        assertThat(said("bash", "-c", program() + " | cat"))
                .contains("[default]")
                .doesNotContain(ESCAPE);
    }

    @Test
    void lines_break_between_words_and_a_long_word_stays_whole() {
        assertThat(Terminal.wrapped("one two three four", 9, 0, 2)).isEqualTo("one two\n  three\n  four");
        assertThat(Terminal.wrapped("see /a/very/long/path there", 9, 4, 4))
                .isEqualTo("see\n    /a/very/long/path\n    there");
        assertThat(Terminal.wrapped("園芸 園芸 園芸", 9, 0, 0)).isEqualTo("園芸 園芸\n園芸");
        assertThat(Terminal.wrapped("", 9, 0, 0)).isEmpty();
    }

    private String onTerminal(String environment) throws Exception {
        return said("script", "-qec", "env " + environment + " " + program(), "/dev/null");
    }

    private static String program() {
        return String.join(
                " ",
                MainProcess.in(Path.of("."), Map.of(), List.of("config", "show"))
                        .command());
    }

    private String said(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(folder.resolve("said"));
    }
}
