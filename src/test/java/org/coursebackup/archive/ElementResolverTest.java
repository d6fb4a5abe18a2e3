package org.coursebackup.archive;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.site.SiteSchema;
import org.coursebackup.moodle.TablePrefix;

import static org.assertj.core.api.Assertions.assertThat;

/** Polls with votes; the site has tables poll (id, name, owner) and poll_votes (id, pollid, userid, place). */
class ElementResolverTest {
    private static final SiteSchema SCHEMA = schema();

    private final Map<String, String> files = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private List<String> leftOut = List.of();

    @Test
    void a_column_that_the_site_lacks_is_left_out() {
        Element poll = resolve("columns: name colour owner");
        assertThat(poll.fields).extracting(Element.Output::name).containsExactly("name", "owner");
        assertThat(poll.selected).containsExactly("t.id", "t.name", "t.owner");
        assertThat(problems).isEmpty();
        assertThat(leftOut).singleElement().asString().contains("'poll' has no column 'colour'");
    }

    @Test
    void an_element_whose_table_the_site_lacks_stays_empty() {
        Element poll = resolve("children: {comments/comment: {table: poll_comments, by: pollid, columns: text}}");
        assertThat(poll.children).singleElement().satisfies(comment -> {
            assertThat(comment.reads).isFalse();
            assertThat(comment.containers).containsExactly("comments");
        });
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith("poll.yaml:2: the site has no table 'poll_comments'");
    }

    @Test
    void a_row_collects_the_ids_its_children_are_looked_up_with() {
        Element poll = resolve("children: {votes/vote: {table: poll_votes, by: pollid}}");
        Element vote = poll.children.get(0);
        assertThat(vote.keyKind).isEqualTo(Element.KeyKind.ROW);
        assertThat(poll.feeds).singleElement().satisfies(feed -> {
            assertThat(poll.selected.get(feed.index())).isEqualTo("t.id");
            assertThat(feed.ids()).isSameAs(vote.keys);
        });
    }

    @Test
    void a_column_of_a_row_around_is_read_though_it_is_not_written() {
        Element poll =
                resolve("children: {votes: {children: {vote: {table: poll_votes, by: pollid, children: {who: {table:"
                        + " poll, by: id=owner name}}}}}}");
        assertThat(poll.selected).containsExactly("t.id", "t.owner");
        assertThat(poll.fields).isEmpty();
        assertThat(poll.children.get(0).children.get(0).feeds)
                .as("the votes have no such column")
                .isEmpty();
        // the second of 'by' has no value: the id of the nearest row
        assertThat(problems).isEmpty();
    }

    @Test
    void a_value_that_nothing_around_has_leaves_the_element_empty() {
        Element poll = resolve("children: {vote: {table: poll_votes, by: pollid=nothing}}");
        assertThat(poll.children.get(0).reads).isFalse();
        assertThat(problems).singleElement().asString().contains("'by' names 'nothing'");
    }

    @Test
    void a_column_of_by_that_the_site_lacks_leaves_the_element_empty() {
        assertThat(resolve("children: {vote: {table: poll_votes, by: poll}}")
                        .children
                        .get(0)
                        .reads)
                .isFalse();
        assertThat(problems).singleElement().asString().contains("t.poll, which the site does not have");
    }

    @Test
    void columns_of_a_subselect_are_known_to_the_database_only() {
        Element poll =
                resolve("children: {best: {from: '(select pollid, max(place) as place from {poll_votes} v group by"
                        + " pollid) b', by: b.pollid, attributes: none, columns: place=b.place}}");
        assertThat(poll.children.get(0).reads).isTrue();
        assertThat(poll.children.get(0).selected).containsExactly("b.place");
        assertThat(problems).isEmpty();
    }

    @Test
    void plugins_stand_before_or_behind_the_children_as_the_keys_do_and_among_themselves_by_file() {
        plugin("b.yaml", "polltype_one", "{wrapper: one}");
        plugin("a.yaml", "polltype_two", "{wrapper: two}");
        plugin("c.yaml", "polltype_absent", "{wrapper: absent}");
        plugin("d.yaml", "other_three", "{wrapper: three}");
        assertThat(names(resolve("plugins: polltype\nchildren: {own: {}}"))).containsExactly("two", "one", "own");
        assertThat(names(resolve("children: {own: {}}\nplugins: polltype"))).containsExactly("own", "two", "one");
    }

    /** Moodle's restore of a question's custom fields needs what the question's type added. */
    @Test
    void plugins_of_several_types_stand_in_the_order_of_the_types() {
        plugin("a.yaml", "bank_one", "{wrapper: one}");
        plugin("b.yaml", "polltype_two", "{wrapper: two}");
        plugin("c.yaml", "bank_three", "{wrapper: three}");

        assertThat(names(resolve("plugins: polltype bank"))).containsExactly("two", "one", "three");
    }

    @Test
    void a_plugins_rows_are_looked_up_with_the_hosts() {
        plugin("a.yaml", "polltype_one", "{children: {votes/vote: {table: poll_votes, by: pollid}}}");
        Element poll = resolve("plugins: polltype");
        assertThat(poll.feeds).hasSize(1);
        assertThat(poll.children.get(0).name).isEmpty();
    }

    @Test
    void what_is_switched_off_is_not_there() {
        Element poll = resolve("where: {users: t.owner > 0, '!users': t.owner = 0}\ncolumns: name?groups owner?users\n"
                + "children: {a: {when: groups}, b: {when: users}, c/d: {table: poll_votes, by: pollid,"
                + " rows-when: groups}}");
        assertThat(names(poll)).containsExactly("b", "d");
        assertThat(poll.children.get(1).reads).isFalse();
        assertThat(poll.fields).extracting(Element.Output::name).containsExactly("owner");
        assertThat(poll.restrictions).isEqualTo(" and (t.owner > 0)");
    }

    @Test
    void rows_come_by_id_unless_told_otherwise() {
        assertThat(resolve("columns: name").order).isEqualTo(", t.id");
        assertThat(resolve("order: t.name desc").order).isEqualTo(", t.name desc, t.id");
    }

    /** Else several rows with the same id, as of a tag that was given twice, would come in any order. */
    @Test
    void rows_of_joined_tables_come_by_all_their_ids() {
        assertThat(resolve("from: '{poll_votes} v join {poll} t on t.id = v.pollid and exists (select 1 from"
                                + " {poll} other where (other.id = t.id))'\ncolumns: name")
                        .order)
                .isEqualTo(", t.id, v.id");
    }

    @Test
    void a_condition_on_a_field_that_no_row_around_has_is_a_problem() {
        resolve("columns: name\nchildren: {a: {when: name=x}, b: {when: nmae=x}, c: {when: module=poll}}");
        assertThat(problems).singleElement().asString().contains("compares 'nmae'");
    }

    @Test
    void an_element_that_the_database_refused_is_not_read_again() {
        files.put("poll.yaml", "activity: poll\ncolumns: name");
        assertThat(new ElementResolver(SCHEMA, definitions(), flag -> true, plugin -> true, Set.of("poll.yaml:1"))
                        .resolve(definitions().activity("poll").root())
                        .reads)
                .isFalse();
    }

    private void plugin(String file, String plugin, String hook) {
        files.put(file, "plugin: " + plugin + "\nat: {poll: " + hook + "}");
    }

    private Element resolve(String keys) {
        files.put("poll.yaml", "activity: poll\n" + keys);
        ElementResolver resolver = new ElementResolver(
                SCHEMA, definitions(), "users"::equals, plugin -> !plugin.endsWith("absent"), Set.of());
        Element root = resolver.resolve(definitions().activity("poll").root());
        problems.clear();
        problems.addAll(resolver.problems());
        leftOut = resolver.columnsLeftOut();
        return root;
    }

    private Definitions definitions() {
        try {
            Definitions definitions = Definitions.read(Map.of(), files);
            assertThat(definitions.problems()).isEmpty();
            return definitions;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Element element) {
        return element.children.stream().map(child -> child.name).toList();
    }

    private static SiteSchema schema() {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:polls");
                Statement statement = connection.createStatement()) {
            statement.execute("create table mdl_poll (id bigint, name varchar(10), owner bigint)");
            statement.execute("create table mdl_poll_votes (id bigint, pollid bigint, userid bigint, place bigint)");
            return SiteSchema.read(connection, TablePrefix.USUAL);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
