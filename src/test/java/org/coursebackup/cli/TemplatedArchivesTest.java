package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/** What the commands do with archives named by a site's template: three of one course, made within a minute or two. */
class TemplatedArchivesTest extends OnDemoSite {
    private List<String> made;

    @BeforeAll
    static void giveTemplate() {
        JdbcTemplate site = new JdbcTemplate(moodle.pool());
        site.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.update("insert into mdl_config_plugins (plugin, name, value) values ('backup',"
                + " 'backup_default_filename_template_course', 'Archive of {{course.shortname}}')");
    }

    @BeforeEach
    void makeArchives() throws IOException {
        System.setProperty("keep.last", "5");
        for (int i = 0; i < 3; i++) {
            assertThat(commands.run("--course", "2"))
                    .as("finished, with a warning")
                    .isEqualTo(3);
        }
        made = commands.backups();
        assertThat(made).hasSize(3).allMatch(name -> name.startsWith("Archive_of_"));
        System.setProperty("keep.last", "1");
    }

    @Test
    void prune_removes_what_the_rules_do_not_keep_and_no_file_of_others() throws Exception {
        JsonNode lines = new ObjectMapper().readTree(commands.saidBy("prune", "--dry-run", "--json"));
        assertThat(lines.findValuesAsText("keep")).containsExactly("true", "false", "false");
        String newest = lines.get(0).get("file").asText();
        String foreign = "Archive_of_something-20200101-0300.mbz";
        Files.copy(backups().resolve(newest), backups().resolve(foreign));

        assertThat(commands.saidBy("prune", "--course", "2")).contains("1 archives stay, 2 were removed");

        assertThat(commands.backups()).containsExactlyInAnyOrder(newest, foreign);
    }

    @Test
    void pin_keeps_the_newest_or_the_one_that_is_named() throws Exception {
        JsonNode lines = new ObjectMapper().readTree(commands.saidBy("prune", "--dry-run", "--json"));
        String newest = lines.get(0).get("file").asText();
        String oldest = lines.get(2).get("file").asText();

        assertThat(commands.saidBy("pin", "2")).contains(newest + ": pinned");
        assertThat(commands.saidBy("pin", "2", oldest)).contains(oldest + ": pinned");
        assertThat(commands.saidBy("prune")).contains("2 archives stay, 1 were removed");

        assertThat(commands.backups()).containsExactlyInAnyOrder(newest, newest + ".pin", oldest, oldest + ".pin");
        assertThat(commands.saidBy("pin", "2", oldest, "--remove")).contains("no longer pinned");
    }

    @Test
    void what_is_no_archive_of_the_course_cannot_be_pinned() throws Exception {
        Files.copy(backups().resolve(made.get(0)), backups().resolve("Archive_of_mine.mbz"));

        assertThat(commands.execute("pin", "3", made.get(0))).isEqualTo(Main.WRONG);
        assertThat(commands.execute("pin", "2", "Archive_of_mine.mbz")).isEqualTo(Main.WRONG);

        assertThat(commands.said()).contains("is not an archive of course 3", "is not an archive of course 2");
    }

    @Test
    void verify_reads_them_and_check_gives_an_example() {
        assertThat(commands.saidBy("verify", backups().resolve(made.get(0)).toString()))
                .contains("good");
        commands.execute("check");
        assertThat(commands.said())
                .contains("notice   backup_default_filename_template_course: archives are named by the site's template,"
                        + " such as 'Archive_of_");
    }

    private Path backups() {
        return folder.resolve("backups");
    }
}
