package org.coursebackup.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code config show} prints, and what is said of commands that don't exist. */
class ConfigCommandTest extends OnDemoSite {
    @Test
    void settings_are_printed_with_value_and_source() throws Exception {
        assertThat(commands.saidBy("config", "show"))
                .containsPattern("moodle\\.db\\.password +=  *\\*\\*\\* +\\[-Dmoodle\\.db\\.password]")
                .containsPattern("schedule\\.cron +=  *0 0 3 \\* \\* \\? +\\[default]");
        assertThat(commands.saidBy("config", "show", "--changed")).doesNotContain("[default]");
        JsonNode json = new ObjectMapper().readTree(commands.saidBy("config", "show", "--json"));
        assertThat(json.get("settings").get(0).get("key").asText()).isEqualTo("moodle.config");
        assertThat(json.get("problems")).isEmpty();

        System.setProperty("keep.last", "many");
        assertThat(commands.execute("config", "show")).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("WRONG: keep.last: 'many' is not valid");
    }

    @Test
    void what_is_no_command_is_told_in_two_lines_with_what_comes_near() throws Exception {
        assertThat(Main.execute("exprot", "2")).isEqualTo(Main.WRONG);
        assertThat(commands.said())
                .contains("'exprot'", "export", "'moodle-course-backup --help' tells what it takes.")
                .hasLineCount(2);
    }
}
