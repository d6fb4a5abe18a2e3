package org.coursebackup.describe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.DefinitionFiles;
import org.coursebackup.archive.definition.Definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DescriptionTest {
    private static final String SITE = """
            {"component":"site","format":2,"version":"2024100706","release":"4.5.6","components":{
             "mod_diary":{"version":"7","standard":false},"mod_page":{"version":"8","standard":true},
             "block_shelf":{"version":"9","standard":false}}}""";
    private static final String TASK = """
            "task":{"course":71,"system":1,"cm":72,"instance":73,"module":"diary","context":74,"coursecontext":7500}""";
    private static final String END = "{\"component\":\"end\",\"questionfiles\":{}}";

    @TempDir
    Path folder;

    @Test
    void rows_that_vanish_without_users_get_a_condition_and_their_container_stays() throws IOException {
        String entries = """
                {"name":"entries","source":"once","children":[{"name":"entry","attributes":[{"name":"id"}],
                 "fields":[{"name":"author","note":"user"},{"name":"body"},{"name":"imagined"}],"source":SOURCE}]}""";
        String table = """
                {"table":"diary_entry","where":{"diary":{"of":"/activity/diary","field":"id"}},
                 "columns":["id","diary","author","body","secret"],"texts":["body","secret"]}""";

        String text = diary(entries.replace("SOURCE", table), entries.replace("SOURCE", "\"none\""), "");

        assertThat(text)
                .contains("entries/entry:", "rows-when: userinfo", "table: diary_entry", "by: diary\n", "author: user")
                .contains("columns: author body\n")
                .doesNotContain("secret", "imagined");
    }

    @Test
    void a_number_that_is_the_id_of_the_courses_context_is_recognised_as_such() throws IOException {
        String notes = """
                {"name":"note","attributes":[{"name":"id"}],"fields":[{"name":"body"}],
                 "source":{"sql":"SELECT * FROM {diary_note} WHERE contextid = ? AND kind = ?",
                 "params":[{"value":7500},{"value":3}],"columns":["id","contextid","kind","body"]}}""";

        assertThat(diary(notes, notes, "")).contains("by: contextid=coursecontext", "where: t.kind = 3");
    }

    @Test
    void sql_that_cannot_be_taken_apart_is_sent_whole_for_each_row_it_hangs_on() throws IOException {
        String newest = """
                {"name":"newest","attributes":[{"name":"id"}],"fields":[{"name":"body"}],
                 "source":{"sql":
                 "SELECT MAX(e.id) AS id, e.body FROM {diary_entry} e WHERE e.diary = ? GROUP BY e.body",
                 "params":[{"var":"instance"}],"columns":["id","body"]}}""";

        assertThat(diary(newest, newest, "").replaceAll("\\s+", " "))
                .contains("WHERE e.diary = :key GROUP BY e.body", "by: key=instance");
    }

    @Test
    void rows_that_php_computes_are_told_and_not_guessed() throws IOException {
        String computed = """
                {"name":"sum","attributes":[{"name":"id"}],"fields":[{"name":"total"}],
                 "source":{"array":2,"keys":["id","total"]}}""";

        Description description = Description.of(lines(computed, computed, ""));

        assertThat(description.complete()).isFalse();
        assertThat(String.join("\n", description.table()))
                .contains("mod_diary", "described in part", "<sum> is empty: its rows are computed in PHP");
        description.write(folder);
        assertThat(Files.readString(folder.resolve("mod_diary.yaml"))).contains("in-part:");
    }

    @Test
    void what_is_written_is_read_as_definitions_and_gives_way_to_those_of_the_program() throws IOException {
        diary("{\"name\":\"extra\",\"source\":\"once\"}", "{\"name\":\"extra\",\"source\":\"once\"}", "");
        String file = Files.readString(folder.resolve("mod_diary.yaml"));

        Definitions definitions = Definitions.read(
                DefinitionFiles.own(),
                Map.of(
                        "definitions/generated/mod_diary.yaml",
                        file,
                        "definitions/generated/mod_page.yaml",
                        "activity: page\ncolumns: nonsense\n"),
                Map.of());

        assertThat(definitions.problems()).isEmpty();
        assertThat(definitions.activity("diary").root().rows().fields())
                .extracting(f -> f.name())
                .containsExactly("name");
        assertThat(definitions.activity("page").root().rows().fields())
                .extracting(f -> f.name())
                .contains("content");
    }

    @Test
    void what_core_got_after_our_definitions_were_written_is_added_to_them_and_named() throws IOException {
        String page = """
                {"component":"mod_page","builds":[{"of":"activity","case":[],TASK,"documents":[{"file":"page.xml",
                 "executes":true,
                 "root":{"name":"activity","source":{"array":1,"ids":{"id":73}},"children":[{"name":"page",
                  "attributes":[{"name":"id"}],"fields":[{"name":"name"},{"name":"mood"},{"name":"gone"}],
                  "source":{"table":"page","where":{"id":{"var":"instance"}},"columns":["id","name","mood"],"texts":[]},
                  "children":[{"name":"stickers","source":"once","children":[{"name":"sticker","attributes":
                 [{"name":"id"}],
                   "fields":[{"name":"label"}],"source":{"table":"page_sticker","where":{"pageid":
                 {"of":"/activity/page","field":"id"}},
                   "columns":["id","pageid","label"],"texts":["label"]}}]}]}]}}]}]}""".replace("TASK", TASK);

        Description description = Description.of(List.of(SITE.replace("\n", ""), page.replace("\n", ""), END));
        description.write(folder);

        assertThat(String.join("\n", description.table()))
                .contains("added to the program's own definition", "<mood> of page", "<stickers> in page")
                .doesNotContain("gone");
        Definitions definitions = Definitions.read(
                DefinitionFiles.own(),
                Map.of("definitions/generated/mod_page.yaml", Files.readString(folder.resolve("mod_page.yaml"))),
                Map.of());
        assertThat(definitions.problems()).isEmpty();
        assertThat(definitions.activity("page").root().rows().fields())
                .extracting(f -> f.name())
                .contains("content", "mood");
        assertThat(definitions.activity("page").root().children())
                .extracting(c -> c.name())
                .contains("stickers");
    }

    @Test
    void links_become_rules_with_the_longer_first() throws IOException {
        String rules = """
                ,"links":{"rules":[{"url":"/mod/diary/view.php?id=$1","as":"DIARYVIEW","numbers":["$1"]},
                 {"url":"/mod/diary/view.php?id=$1&day=$2","as":"DIARYDAY","numbers":["$1","$2"],"amp":true}],
                 "problems":[]}""";

        String text =
                diary("{\"name\":\"extra\",\"source\":\"once\"}", "{\"name\":\"extra\",\"source\":\"once\"}", rules);

        assertThat(text.indexOf("view.php?id=N&day=M: DIARYDAY"))
                .isPositive()
                .isLessThan(text.indexOf("view.php?id=N: DIARYVIEW"));
    }

    @Test
    void a_component_at_which_php_died_is_not_possible() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(SITE.replace("\n", ""));
        lines.add("{\"begin\":\"mod_diary\"}");
        lines.add("PHP Fatal error:  Cannot redeclare something()");

        Description description = Description.of(lines);

        assertThat(description.whole()).isFalse();
        assertThat(String.join("\n", description.table()))
                .contains("not possible", "PHP ended while its code was asked");
    }

    @Test
    void a_description_that_php_cut_off_leaves_what_was_described_before() throws IOException {
        Files.writeString(folder.resolve("mod_older.yaml"), "activity: older\n");

        Description.of(List.of(SITE.replace("\n", ""), "{\"begin\":\"core\"}")).write(folder);

        assertThat(folder.resolve("mod_older.yaml")).exists();
        assertThat(Fingerprint.changes(folder, Map.of("moodle", "2024100706.00", "mod_diary", "7")))
                .contains("mod_diary 7 is new");
    }

    @Test
    void a_database_that_went_away_on_the_way_leaves_what_was_described_before() throws IOException {
        Files.writeString(folder.resolve("mod_older.yaml"), "activity: older\n");

        Description description = Description.of(List.of(
                SITE.replace("\n", ""),
                "{\"component\":\"mod_diary\",\"impossible\":\"dml_read_exception: server has gone away\"}",
                "{\"component\":\"end\",\"impossible\":\"dml_read_exception: server has gone away\"}"));
        description.write(folder);

        assertThat(description.whole()).isFalse();
        assertThat(folder.resolve("mod_older.yaml")).exists();
    }

    @Test
    void output_that_is_none_is_refused_in_words() {
        assertThatThrownBy(() -> Description.of(List.of("Could not open input file")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not the output of describe.php");
    }

    @Test
    void files_of_plugins_that_are_gone_are_removed_and_a_change_of_version_is_told() throws IOException {
        Files.writeString(folder.resolve("mod_gone.yaml"), "activity: gone\n");
        diary("{\"name\":\"extra\",\"source\":\"once\"}", "{\"name\":\"extra\",\"source\":\"once\"}", "");

        assertThat(folder.resolve("mod_gone.yaml")).doesNotExist();
        assertThat(Fingerprint.changes(
                        folder, Map.of("moodle", "2024100706.00", "mod_diary", "8", "mod_page", "8", "mod_new", "1")))
                .containsExactlyInAnyOrder("mod_diary was 7 and is 8", "mod_new 1 is new", "block_shelf 9 is gone");
    }

    @Test
    void what_moodles_own_components_write_beyond_the_programs_definitions_is_noted_with_the_version()
            throws IOException {
        Description.of(lines("{}", "{}", "")).write(folder);
        assertThat(CoreFindings.read(folder)).contains(new CoreFindings("2024100706", java.util.Set.of()));

        String page = """
                {"component":"mod_page","builds":[{"of":"activity","case":[],TASK,"documents":[{"file":"page.xml",
                 "executes":true,"root":{"name":"activity","attributes":[{"name":"id"}],
                 "source":{"array":1,"ids":{"id":73}},"children":[{"name":"page","attributes":[{"name":"id"}],
                 "fields":[{"name":"name"},{"name":"brandnew"}],"source":{"table":"page",
                 "where":{"id":{"var":"instance"}},"columns":["id","name","brandnew"],"texts":["name"]}}]}}]}],
                 "problems":[]}""".replace("TASK", TASK).replace("\n", "");
        List<String> lines = new ArrayList<>(lines("{}", "{}", ""));
        lines.add(1, page);
        Description.of(lines).write(folder);

        assertThat(CoreFindings.read(folder).orElseThrow().differing()).containsExactly("mod_page");

        Description.of(lines.subList(0, 2)).write(folder);
        assertThat(CoreFindings.read(folder)).isEmpty();
    }

    @Test
    void an_element_that_never_gets_rows_is_not_written_but_its_container_is() throws IOException {
        String rules = """
                {"name":"rules","source":"once","children":[{"name":"rule","attributes":[{"name":"id"}],
                 "fields":[{"name":"text"}],"source":"none"}]}""";

        String text = diary(rules, rules, "");

        assertThat(text).contains("  rules: {}").doesNotContain("rule:");
    }

    @Test
    void an_annotated_question_takes_its_bank_along() throws IOException {
        String slots = """
                {"name":"slot","attributes":[{"name":"id"}],"fields":[{"name":"question","note":"question"}],
                 "source":{"table":"diary_slot","where":{"diary":{"of":"/activity/diary","field":"id"}},
                 "columns":["id","diary","question"],"texts":[]}}""";

        assertThat(diary(slots, slots, "")).contains("notes:", "question: question");
    }

    @Test
    void a_number_or_null_in_a_select_is_a_value_and_no_column() throws IOException {
        String stamps = """
                {"name":"stamp","attributes":[{"name":"id"}],"fields":[{"name":"made"},{"name":"empty"}],
                 "source":{"sql":"SELECT id, 2025 AS made, NULL AS empty FROM {diary_stamp} WHERE diary = ?",
                 "params":[{"var":"instance"}],"columns":["id","made","empty"]}}""";

        assertThat(diary(stamps, stamps, "")).contains("select:", "made: '2025'", "columns: made empty");
    }

    @Test
    void a_row_that_php_makes_of_the_tasks_own_ids_is_read_from_the_course_module() throws IOException {
        String self = """
                {"name":"self","attributes":[{"name":"id"}],"fields":[{"name":"place"},{"name":"kind"}],
                 "source":{"array":1,"keys":["id","place","kind"],
                 "one":{"id":{"value":7300},"place":{"value":7400},"kind":{"value":"plain"}}}}""";
        List<String> lines = lines(self, self, "").stream()
                .map(line -> line.replace("\"instance\":73", "\"instance\":7300")
                        .replace("\"context\":74", "\"context\":7400"))
                .toList();

        Description.of(lines).write(folder);

        assertThat(Files.readString(folder.resolve("mod_diary.yaml")).replaceAll("\\s+", " "))
                .contains("from: '{course_modules} t", "by: id=cm", "attributes: id=instance", "place=x.id", "'plain'");
    }

    @Test
    void files_of_an_element_without_rows_go_by_the_row_around_it() throws IOException {
        String answers = """
                {"name":"answer","attributes":[{"name":"id"}],"fields":[{"name":"body"}],
                 "source":{"table":"diary_answer","where":{"diary":{"of":"/activity/diary","field":"id"}},
                 "columns":["id","diary","body"],"texts":["body"]},"children":[{"name":"drawings","source":"once",
                 "files":[{"component":"mod_diary","area":"drawing",
                 "item":{"of":"/activity/diary/answer","field":"id"}}]}]}""";

        Description description = Description.of(lines(answers, answers, ""));

        assertThat(String.join("\n", description.table())).doesNotContain("in part");
        assertThat(diary(answers, answers, "").replaceAll("\\s+", " ")).contains("drawings: files: drawing: id");
    }

    @Test
    void a_document_that_is_written_once_and_a_task_that_clears_no_questions_are_recognised() throws IOException {
        String extra = "{\"name\":\"extra\",\"source\":\"once\"}";
        String settings = """
                {"file":"diary_settings.xml","executes":true,"once":true,"root":{"name":"settings","source":"once"}}""";
        List<String> lines = lines(extra, extra, ",\"features\":{\"questions\":true,\"clears\":false}").stream()
                .map(line -> line.replace("\"documents\":[", "\"documents\":[" + settings.strip() + ","))
                .toList();

        Description.of(lines).write(folder);

        assertThat(Files.readString(folder.resolve("mod_diary.yaml")))
                .contains("uses-questions: true", "keeps-questions: true", "once-in: first");
    }

    @Test
    void code_that_changes_the_site_or_runs_in_some_backups_only_is_told() throws IOException {
        String extra = "{\"name\":\"extra\",\"source\":\"once\"}";
        List<String> lines = lines(extra, extra, ",\"unseensteps\":[\"backup_diary_sometimes\"]").stream()
                .map(line -> line.replace(
                        "\"executes\":true",
                        "\"executes\":true,\"changes\":[{\"what\":\"update diary\",\"component\":\"mod_diary\"}]"))
                .toList();

        Description description = Description.of(lines);

        assertThat(description.complete()).isFalse();
        assertThat(String.join("\n", description.table()))
                .contains("described in part", "changes rows of the site", "update diary", "backup_diary_sometimes");
    }

    @Test
    void files_and_texts_that_moodles_document_of_a_block_takes_are_added_to_the_programs() throws IOException {
        String shelf = """
                {"component":"block_shelf","builds":[{"of":"block","case":[],"task":{"course":71,"block":80},
                 "documents":[]}],"problems":[],"fileareas":["picture"],"encoded":["title","body"]}""";

        Description.of(List.of(SITE.replace("\n", ""), shelf.replace("\n", ""), END))
                .write(folder);
        Definitions definitions = Definitions.read(
                DefinitionFiles.own(),
                Map.of("definitions/generated/block_shelf.yaml", Files.readString(folder.resolve("block_shelf.yaml"))),
                Map.of());

        assertThat(definitions.problems()).isEmpty();
        var rows = definitions.document("block", "block.xml").root().rows();
        assertThat(rows.files()).extracting(f -> f.component() + "/" + f.area()).contains("block_shelf/picture");
        assertThat(rows.codings()).extracting(c -> c.members()).contains(List.of("text"), List.of("title", "body"));
    }

    private String diary(String child, String withoutUsers, String more) throws IOException {
        Description.of(lines(child, withoutUsers, more)).write(folder);
        return Files.readString(folder.resolve("mod_diary.yaml"));
    }

    private static List<String> lines(String child, String withoutUsers, String more) {
        String build = """
                {"of":"activity","case":CASE,TASK,"documents":[{"file":"diary.xml","executes":true,"root":
                 {"name":"activity","attributes":[{"name":"id"}],"source":{"array":1,"ids":{"id":73}},"children":[
                 {"name":"diary","attributes":[{"name":"id"}],"fields":[{"name":"name"}],
                  "source":{"table":"diary","where":{"id":{"var":"instance"}},"columns":["id","name"],"texts":["name"]},
                  "children":[CHILD]}]}}]}""".replace("TASK", TASK);
        String said = "{\"component\":\"mod_diary\",\"builds\":["
                + build.replace("CASE", "[]").replace("CHILD", child) + ","
                + build.replace("CASE", "{\"users\":0}").replace("CHILD", withoutUsers) + "],\"problems\":[]" + more
                + "}";
        return List.of(SITE.replace("\n", ""), said.replace("\n", ""), END);
    }
}
