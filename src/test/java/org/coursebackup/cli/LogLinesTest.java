package org.coursebackup.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The log as administrators get it. */
class LogLinesTest {
    @Test
    void a_name_with_line_breaks_and_escapes_makes_no_line_of_its_own_and_no_colours() throws Exception {
        String name = "BIO\r\n2026-01-15T03:00:00Z INFO  Run 1 ended. 4000 courses: 4000 OK\u001b[31m\u2028\u202ered";

        String log = log("Course 7 ({}) failed:\tno space.", name);

        assertThat(log.stripTrailing().lines()).hasSize(1);
        assertThat(log).contains("Course 7 (BIO??2026", "failed:\tno space.", "OK?[31m??red");
        assertThat(log.stripTrailing()).doesNotContain("\u001b", "\r", "\u202e");
    }

    @Test
    void each_line_is_a_json_object_where_that_is_wanted() throws Exception {
        System.setProperty("LOG_FORMAT", "json");
        try {
            JsonNode line = new ObjectMapper().readTree(log("Course 7 ({}) failed.", "BIO\n\u001b[31m"));

            assertThat(line.get("level").asText()).isEqualTo("WARN");
            assertThat(line.get("formattedMessage").asText()).isEqualTo("Course 7 (BIO\n\u001b[31m) failed.");
            assertThat(line.get("timestamp").asLong()).isPositive();
        } finally {
            System.clearProperty("LOG_FORMAT");
        }
    }

    private static String log(String message, String name) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        try {
            System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            configurator.doConfigure(Path.of("src/main/resources/logback.xml").toFile());
            context.getLogger("org.coursebackup.run").warn(message, name);
        } finally {
            context.stop();
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}
