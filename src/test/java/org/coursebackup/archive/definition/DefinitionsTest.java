package org.coursebackup.archive.definition;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionsTest {
    /** A line break is written as a backslash. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "activity: [poll                                        | poll.yaml:1: This is not YAML",
                "activity: poll\\ columns: name                         | poll.yaml:2: This is not YAML",
                "``                                                     | poll.yaml: The file is empty; describe",
                "columns: name                                          | poll.yaml:1: One of 'activity',"
                        + " 'document', 'plugin' or 'links' must say",
                "- activity: poll                                       | poll.yaml:1: Expected a mapping here",
                "activity: poll\\colums: name                           | poll.yaml:2: Unknown key 'colums';"
                        + " known here: activity, advanced-grading,",
                "activity: poll\\columns: a\\columns: b                 | poll.yaml:3: 'columns' appears"
                        + " twice here; remove one",
                "activity: poll\\columns: {a: b}                        | poll.yaml:2: Expected text here",
                "activity: poll\\children: name                         | poll.yaml:2: Expected a mapping here",
                "activity: poll\\children:\\  a/b: {table: x}           | poll.yaml:3: 'by' is missing: state"
                        + " which rows belong here",
                "activity: poll\\children:\\  a/b: {columns: x}         | poll.yaml:3: 'columns' speaks of"
                        + " rows, but neither 'table' nor 'from'",
                "activity: poll\\children:\\  a b: {table: x, by: y}    | poll.yaml:3: 'a b' can't be the name"
                        + " of an element",
                "activity: poll\\children:\\  a: {table: x, by: y, columns: 1st=first} | poll.yaml:3: '1st'"
                        + " can't be the name of an element",
                "activity: poll\\children:\\  a: {use: votes}           | poll.yaml:3: There is no fragment"
                        + " 'votes' in fragments.yaml; known: [vote]",
                "activity: poll\\coding: {secret: rot13}                | poll.yaml:2: Unknown coding 'rot13';"
                        + " known: base64, encrypted",
                "activity: poll\\links: [index, veiw]                   | poll.yaml:2: A link is 'index',"
                        + " 'view' or a pair of URL and placeholder, not 'veiw'",
                "activity: poll\\links:\\  - {link: a.php?id=N}         | poll.yaml:3: 'as' is missing: the"
                        + " placeholder",
                "document: poll.xml                                     | poll.yaml:1: 'of' (which tasks write"
                        + " the document) and 'root'",
                "document: poll.xml\\of: course modul\\root: polls      | poll.yaml:2: Unknown kind of task"
                        + " 'modul'; known: activity, block, course, final, section",
                "plugin: poll\\at: {quiz: {}}                           | poll.yaml:1: A plugin is named"
                        + " type_name and needs 'at'",
                "plugin: quizaccess_poll                                | poll.yaml:1: A plugin is named"
                        + " type_name and needs 'at'",
                "plugin: quizaccess_poll\\at:\\  quiz:\\    wraper: x   | poll.yaml:4: Unknown key 'wraper'",
            })
    void a_mistake_is_told_with_file_line_and_remedy(String text, String message) throws Exception {
        Definitions definitions = Definitions.read(
                Map.of("fragments.yaml", "vote: {table: poll_votes, by: pollid}"),
                Map.of("poll.yaml", text.replace("\\", "\n")));
        assertThat(definitions.problems()).singleElement().asString().startsWith(message);
        assertThat(definitions.activities()).isEmpty();
    }

    @Test
    void a_mistake_in_one_file_does_not_cost_the_others() throws Exception {
        Definitions definitions = added(Map.of("a.yaml", "activity: [", "b.yaml", "activity: poll"));
        assertThat(definitions.problems()).hasSize(1);
        assertThat(definitions.activities()).containsExactly("poll");
    }

    @Test
    void two_definitions_of_one_thing_are_told_with_both_places() throws Exception {
        Definitions definitions = added(new TreeMap<>(
                Map.of("a.yaml", "activity: poll\ncolumns: first", "b.yaml", "\nactivity: poll\ncolumns: second")));
        assertThat(definitions.problems())
                .containsExactly("b.yaml:2: A second definition of activity poll; the first is a.yaml:1. Remove one.");
        assertThat(definitions.activity("poll").place()).isEqualTo("a.yaml:1");
    }

    @Test
    void two_definitions_of_one_document_may_be_for_different_kinds_of_task() throws Exception {
        String of = "document: poll.xml\nroot: polls\nof: ";
        assertThat(added(new TreeMap<>(Map.of("a.yaml", of + "course", "b.yaml", of + "block")))
                        .problems())
                .isEmpty();
        assertThat(added(new TreeMap<>(Map.of("a.yaml", of + "course", "b.yaml", of + "block course")))
                        .problems())
                .singleElement()
                .asString()
                .contains("A second definition of course poll.xml; the first is a.yaml:1");
    }

    @Test
    void a_file_of_the_site_takes_the_place_of_the_programs_own() throws Exception {
        Map<String, String> own = new TreeMap<>(Map.of(
                "poll.yaml",
                "activity: poll\nlinks: index",
                "qtype_x.yaml",
                "plugin: qtype_x\nquestion-files: true\nat: {question: {}}"));
        Definitions definitions = Definitions.read(
                own,
                new TreeMap<>(Map.of(
                        "/site/poll.yaml",
                        "activity: poll\ncolumns: mine",
                        "/site/x.yaml",
                        "plugin: qtype_x\nat: {question: {}}")));
        assertThat(definitions.problems()).isEmpty();
        assertThat(definitions.activity("poll").place()).isEqualTo("/site/poll.yaml:1");
        assertThat(definitions.links().get("poll")).isEmpty();
        assertThat(definitions.questionFileComponents()).isEmpty();
        assertThat(definitions.replacements())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("/site/poll.yaml:1: replaces the program's own definition of activity poll");
        assertThat(definitions.added(definitions.placeOf("mod_poll"))).isTrue();
    }

    @Test
    void a_broken_file_of_the_site_leaves_the_programs_own_in_place() throws Exception {
        Definitions definitions = Definitions.read(
                Map.of("poll.yaml", "activity: poll"), Map.of("/site/poll.yaml", "activity: poll\ncolums: x"));
        assertThat(definitions.problems()).hasSize(1);
        assertThat(definitions.activity("poll").place()).isEqualTo("poll.yaml:1");
        assertThat(definitions.replacements()).isEmpty();
        assertThat(definitions.added(definitions.placeOf("mod_poll"))).isFalse();
    }

    @Test
    void a_broken_fragment_costs_those_who_use_it() throws Exception {
        Definitions definitions = Definitions.read(
                Map.of("fragments.yaml", "vote: {tabel: x}"),
                Map.of("a.yaml", "activity: poll\nchildren: {a: {use: vote}}", "b.yaml", "activity: quiz"));
        assertThat(definitions.problems()).hasSize(2);
        assertThat(definitions.activities()).containsExactly("quiz");
    }

    @Test
    void a_fragment_that_uses_itself_is_told() throws Exception {
        assertThat(Definitions.read(
                                Map.of("fragments.yaml", "a: {use: b}\nb: {use: a}"),
                                Map.of("p.yaml", "activity: poll\nchildren: {x: {use: a}}"))
                        .problems())
                .singleElement()
                .asString()
                .startsWith("fragments.yaml:2: The fragment 'a' uses itself");
    }

    @Test
    void a_file_with_control_characters_is_told() throws Exception {
        assertThat(added(Map.of("p.yaml", "activity: poll\ncolumns: \u0001")).problems())
                .singleElement()
                .asString()
                .startsWith("p.yaml:1: This is not YAML");
    }

    @Test
    void an_elements_own_keys_win_over_the_fragments() throws Exception {
        Definitions definitions = Definitions.read(
                Map.of("fragments.yaml", "vote: {table: votes, by: pollid, columns: a b, order: a}"),
                Map.of("a.yaml", "activity: poll\nchildren: {votes/vote: {use: vote, columns: c}}"));
        ElementDefinition vote = definitions.activity("poll").root().children().get(0);
        assertThat(vote.name()).isEqualTo("vote");
        assertThat(vote.containers()).containsExactly("votes");
        assertThat(vote.rows().fields()).extracting(Field::name).containsExactly("c");
        assertThat(vote.rows().order()).isEqualTo("a");
        assertThat(vote.rows().attributes()).extracting(Field::name).containsExactly("id");
    }

    private static Definitions added(Map<String, String> files) throws IOException {
        return Definitions.read(Map.of(), files);
    }
}
