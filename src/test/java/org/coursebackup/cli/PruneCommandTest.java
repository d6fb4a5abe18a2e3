package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code prune} and {@code pin} do with three archives of one course. */
class PruneCommandTest extends OnDemoSite {

    private List<String> made;

    @BeforeEach
    void makeArchives() throws IOException {
        System.setProperty("keep.last", "5");
        for (int i = 0; i < 3; i++) {
            assertThat(commands.run("--course", "2")).isZero();
        }
        made = commands.backups();
        assertThat(made).hasSize(3);
        System.setProperty("keep.last", "1");
    }

    @Test
    void a_dry_run_names_the_rule_for_each_archive_and_removes_none() throws Exception {
        JsonNode lines = new ObjectMapper().readTree(commands.saidBy("prune", "--dry-run", "--json"));

        assertThat(lines).hasSize(3).allSatisfy(line -> {
            assertThat(line.get("course").asLong()).isEqualTo(2);
            assertThat(made).contains(line.get("file").asText());
            assertThat(line.get("bytes").asLong())
                    .isEqualTo(Files.size(
                            folder.resolve("backups").resolve(line.get("file").asText())));
        });
        assertThat(lines.findValuesAsText("keep")).containsExactly("true", "false", "false");
        assertThat(lines.findValuesAsText("reason"))
                .containsExactly(
                        "newest good archive, among the last 1", "not among the last 1", "not among the last 1");
        assertThat(commands.saidBy("prune", "--dry-run")).contains("1 archives stay, 2 would be removed");
        assertThat(commands.backups()).isEqualTo(made);
    }

    @Test
    void what_the_rules_do_not_keep_goes_but_for_what_is_pinned_and_for_files_of_others() throws Exception {
        JsonNode lines = new ObjectMapper().readTree(commands.saidBy("prune", "--dry-run", "--json"));
        String newest = lines.get(0).get("file").asText();
        String pinned = lines.get(2).get("file").asText();
        String foreign = "backup-moodle2-course-2-mine-20200101-0300.mbz";
        Files.writeString(folder.resolve("backups").resolve(foreign), "not ours");
        LocalDate until = LocalDate.now(ZoneId.systemDefault()).plusYears(1);
        commands.saidBy("pin", "2", pinned, "--until", until.toString(), "--label", "exams");

        assertThat(commands.saidBy("prune")).contains("pinned until " + until + " (exams)", "1 were removed");

        assertThat(commands.backups()).containsExactlyInAnyOrder(newest, pinned, pinned + ".pin", foreign);
        assertThat(commands.saidBy("pin")).contains(pinned + ": pinned until " + until + " (exams)");
        assertThat(commands.saidBy("pin", "2", pinned, "--remove")).contains("no longer pinned");
        assertThat(commands.saidBy("prune")).contains("1 were removed");
        assertThat(commands.backups()).containsExactlyInAnyOrder(newest, foreign);
    }

    @Test
    void the_second_target_has_its_own_rules_in_the_report() throws Exception {
        Path second = Files.createDirectory(folder.resolve("second"));
        System.setProperty("keep.last", "5");
        System.setProperty("backup.second-target", "file:" + second + "?autoCreate=false");
        commands.run("--course", "2");
        commands.run("--course", "2");
        System.setProperty("backup.second-target.keep.last", "1");

        JsonNode lines = new ObjectMapper().readTree(commands.saidBy("prune", "--dry-run", "--json"));
        assertThat(lines).hasSize(7);
        assertThat(lines.findValuesAsText("keep"))
                .containsExactly("true", "true", "true", "true", "true", "true", "false");
        assertThat(lines.get(5).get("location").asText()).startsWith("file:" + second + "/backup-moodle2-course-2-");
        assertThat(lines.get(5).get("reason").asText()).isEqualTo("newest good archive, among the last 1");
        assertThat(lines.get(6).get("reason").asText()).isEqualTo("not among the last 1");
        assertThat(second.toFile().list()).as("each with its manifest").hasSize(4);

        assertThat(commands.saidBy("prune")).contains("file:" + second, "6 archives stay, 1 were removed");

        String stays = lines.get(5).get("file").asText();
        assertThat(second.toFile().list()).containsExactlyInAnyOrder(stays, stays + ".manifest.json");
        assertThat(commands.backups()).hasSize(5);
    }

    @Test
    void a_second_target_that_is_away_is_told_and_the_target_folder_is_pruned_all_the_same() throws Exception {
        System.setProperty("backup.second-target", "file:" + folder.resolve("absent") + "?autoCreate=false");
        System.setProperty("backup.second-target.keep.last", "1");

        assertThat(commands.execute("prune")).isEqualTo(Main.FAILED);

        assertThat(commands.said()).contains("The second target was left alone", "2 were removed");
        assertThat(commands.backups()).hasSize(1);
    }

    @Test
    void a_pin_outlives_the_next_runs() throws Exception {
        commands.saidBy("pin", "2");

        assertThat(commands.run("--course", "2")).isZero();
        assertThat(commands.run("--course", "2")).isZero();

        assertThat(commands.backups()).as("the newest, the pinned one, its pin").hasSize(3);
    }

    @Test
    void archives_that_the_history_does_not_know_stay() throws Exception {
        System.setProperty("history.db.url", "jdbc:h2:mem:another;DB_CLOSE_DELAY=-1");

        assertThat(commands.saidBy("prune")).contains("0 archives stay, 0 were removed");

        assertThat(commands.backups()).isEqualTo(made);
    }

    @Test
    void nothing_is_pruned_beside_a_run() throws Exception {
        Process other = LockHolder.in(folder.resolve("backups"));
        try {
            assertThat(commands.execute("prune")).isEqualTo(Main.BUSY);
        } finally {
            assertThat(other.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(commands.backups()).isEqualTo(made);
    }

    @Test
    void what_is_no_archive_of_the_course_cannot_be_pinned() throws Exception {
        assertThat(commands.execute("pin", "3", made.get(0))).isEqualTo(Main.WRONG);
        assertThat(commands.execute("pin", "3")).isEqualTo(Main.WRONG);
        assertThat(commands.execute("pin", "2", "notes.txt")).isEqualTo(Main.WRONG);
        assertThat(commands.execute("pin", "2", "--until", "2020-01-01")).isEqualTo(Main.WRONG);

        assertThat(commands.said())
                .contains("is not an archive of course 3", "Course 3 has no archive in", "--until 2020-01-01 is over");
        assertThat(commands.backups()).isEqualTo(made);
    }
}
