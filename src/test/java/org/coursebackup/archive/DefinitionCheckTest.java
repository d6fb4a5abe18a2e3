package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionCheckTest {
    private static final DemoMoodle MOODLE = DemoMoodle.shared(DatabaseKind.H2);

    @TempDir
    Path folder;

    @Test
    void the_programs_own_definitions_fit_the_demo_site() throws Exception {
        assertThat(archiver(MOODLE).check()).isEmpty();
        assertThat(archiver(MOODLE).notes()).isEmpty();
    }

    @Test
    void a_site_without_an_optional_plugin_has_no_problem_for_it() throws Exception {
        DemoMoodle moodle = changed(
                "delete from mdl_config_plugins where plugin in ('block_rss_client', 'mod_chat', 'qtype_match')",
                "drop table if exists mdl_block_rss_client",
                "drop table mdl_chat",
                "drop table mdl_qtype_match_options");
        assertThat(archiver(moodle).check()).isEmpty();
    }

    @Test
    void a_table_of_an_installed_plugin_that_is_gone_is_a_problem() throws Exception {
        assertThat(archiver(changed("drop table mdl_choice_answers")).check())
                .singleElement()
                .asString()
                .contains("activities/choice.yaml:", "no table 'choice_answers'", "<answer>", "upgrade");
    }

    @Test
    void a_version_of_moodle_that_nobody_knows_may_lack_tables() throws Exception {
        assertThat(archiver(changed(
                                "drop table mdl_choice_answers",
                                "update mdl_config set value = '403' where name = 'branch'"))
                        .check())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rows-when: usrinfo                 | the condition 'usrinfo' is not known",
                "when: 'since:five'                 | the condition 'since:five' is not known",
                "'where': {'!gruops': t.id > 0}     | the condition 'gruops' is not known",
                "notes: {userid: usr}               | calls 'userid' a 'usr', which is not an annotation",
                "notes: {user: user}                | 'notes' names 'user', which is neither in 'columns'",
                "table: choice_answer               | the site has no table 'choice_answer'",
                "by: choice_id                      | the column t.choice_id, which the site does not have",
                "by: choiceid=chioceid              | names 'chioceid', which is neither a value of the task",
                "by: choiceid=final.users           | takes 'final.users', under which nothing is ever noted",
                "when: metod=rubric                 | compares 'metod', which is neither a value of the task",
                "columns: userid name=x.name        | names the alias 'x', which 'from' does not have",
                "where: t.nothing = 1               | the database refuses the query of <answer>",
                "order: t.userid desk               | the database refuses the query of <answer>",
                "'where': {'!groups': t.groop = 0}  | the database refuses the query of <answer>",
            })
    void a_mistake_is_told_with_file_line_and_remedy(String line, String message) throws Exception {
        List<String> lines = List.of(
                "activity: choice",
                "columns: name intro",
                "children:",
                "  answers/answer:",
                "    table: choice_answers",
                "    by: choiceid",
                "    columns: userid optionid",
                "    notes: {userid: user}");
        String key = line.replace("'where'", "where").replaceAll(":.*", "").strip();
        StringBuilder yaml = new StringBuilder();
        lines.stream().filter(l -> !l.startsWith("    " + key + ":")).forEach(l -> yaml.append(l)
                .append('\n'));
        write(
                "choice.yaml",
                yaml.append("    ")
                        .append(line.replace("'where'", "where"))
                        .append('\n')
                        .toString());
        assertThat(archiver(MOODLE).check()).anySatisfy(problem -> assertThat(problem)
                .startsWith(folder + "/choice.yaml:5: ")
                .contains(message));
    }

    @Test
    void a_plugin_that_hooks_in_where_nothing_is_offered_is_a_problem() throws Exception {
        write(
                "essay.yaml",
                "plugin: qtype_fancy\nat:\n  questoin:\n    children:\n      fancy: {table:"
                        + " qtype_essay_options, by: questionid, columns: responseformat}\n");
        write("odd.yaml", "plugin: oddtype_fancy\nat:\n  quiz:\n    children:\n      fancy: {table: quiz, by: id}\n");
        assertThat(archiver(MOODLE).check())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(folder + "/essay.yaml:4: ")
                        .contains("hooks in at 'questoin'", "Those that do: question"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith(folder + "/odd.yaml:4: ").contains("none does"));
    }

    @Test
    void a_definition_that_replaces_the_programs_own_is_told_but_no_problem() throws Exception {
        write("choice.yaml", "activity: choice\ncolumns: name intro colour\n");
        assertThat(archiver(MOODLE).check()).isEmpty();
        assertThat(archiver(MOODLE).notes())
                .anySatisfy(note -> assertThat(note)
                        .startsWith(folder + "/choice.yaml:1: ")
                        .contains("replaces the program's own definition"))
                .anySatisfy(note -> assertThat(note).contains("has no column 'colour'"));
    }

    @Test
    void files_that_cannot_be_read_are_told_with_the_rest() throws Exception {
        write("broken.yaml", "activity: [choice\n");
        write("choice.yaml", "activity: choice\nwhere: t.nothing = 1\n");
        assertThat(archiver(MOODLE).check())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("broken.yaml:2: This is not YAML"))
                .anyMatch(problem -> problem.contains("choice.yaml:1: the database refuses"));
    }

    private CourseArchiver archiver(DemoMoodle moodle) throws Exception {
        return new CourseArchiver(moodle.pool(), moodle.site(), folder, DemoMoodle.CLOCK);
    }

    private void write(String name, String yaml) throws Exception {
        Files.writeString(folder.resolve(name), yaml);
    }

    private static DemoMoodle changed(String... statements) throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        try (Connection connection = moodle.pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return moodle;
    }
}
