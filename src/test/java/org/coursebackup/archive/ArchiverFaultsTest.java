package org.coursebackup.archive;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.CountingDataSource;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What goes wrong while a course is archived, and what is left of it. */
class ArchiverFaultsTest {
    private static final DemoMoodle MOODLE = DemoMoodle.shared(DatabaseKind.H2);
    private static final long GARDEN = 2;
    private static final long HARBOUR = 6;
    private static final long MAPS = 8;

    @TempDir
    Path folder;

    @Test
    void a_missing_pool_file_is_told_with_its_path_and_the_rest_is_archived() throws Exception {
        ArchiveReport report = Archives.make(MOODLE, MAPS, ArchiveSettings.everything(), target());
        assertThat(report.missingContentHashes()).hasSize(1);
        String hash = report.missingContentHashes().iterator().next();
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains(
                        hash,
                        new FilePool(MOODLE.site().filedir()).path(hash).toString(),
                        "backup of Moodle's data folder");
        assertThat(Archives.contents(target()))
                .doesNotContainKey("files/" + hash.substring(0, 2) + "/" + hash)
                .containsKey("moodle_backup.xml");
    }

    @Test
    void without_files_nobody_asks_for_the_pool() throws Exception {
        ArchiveReport report =
                Archives.make(MOODLE, MAPS, ArchiveSettings.everything().with(BackupSetting.FILES, false), target());
        assertThat(report.warnings()).isEmpty();
        assertThat(Archives.contents(target()).keySet()).noneMatch(name -> name.startsWith("files/"));
    }

    @Test
    void a_pool_file_of_the_right_size_with_another_content_is_not_in_the_archive() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        String hash = new JdbcTemplate(moodle.pool())
                .queryForObject(
                        "select min(contenthash) from mdl_files f join mdl_context c on c.id = f.contextid"
                                + " join mdl_course_modules m on m.id = c.instanceid and c.contextlevel = 70"
                                + " where m.course = 2 and f.filesize > 0",
                        String.class);
        Path content = new FilePool(moodle.site().filedir()).path(hash);
        byte[] bytes = Files.readAllBytes(content);
        bytes[0] ^= 1;
        Files.write(content, bytes);
        ArchiveReport report = Archives.make(moodle, GARDEN, ArchiveSettings.everything(), target());
        assertThat(report.missingContentHashes()).containsExactly(hash);
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains(content.toString(), "does not match its name");
        assertThat(Archives.contents(target())).doesNotContainKey("files/" + hash.substring(0, 2) + "/" + hash);
        assertThat(left()).containsExactly("course.mbz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "where: t.nothing = 1         | the database refuses this definition",
                "order: t.name desk           | the database refuses this definition",
                "select: {name: 1 / (t.id - t.id)} | the database refuses this definition",
                "rows-when: usrinfo           | the condition 'usrinfo' is not known",
                "table: paige                 | the site has no table 'paige'",
            })
    void a_broken_definition_costs_its_rows_and_not_the_course(String line, String message) throws Exception {
        definition("page.yaml", "activity: page\ncolumns: name\n" + line + "\n");
        ArchiveReport report =
                archiver(MOODLE.pool()).archive(HARBOUR, "course.mbz", ArchiveSettings.everything(), target());
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning)
                .startsWith(folder + "/definitions/page.yaml:1: ")
                .contains(message));
        assertThat(Archives.contents(target())).containsKeys("course/course.xml", "moodle_backup.xml", "users.xml");
        assertThat(left()).containsExactly("course.mbz", "definitions");
    }

    @Test
    void several_broken_definitions_cost_each_its_own_rows() throws Exception {
        definition("page.yaml", "activity: page\ncolumns: name\nwhere: t.nothing = 1\n");
        definition(
                "roles.yaml",
                "document: roles.xml\nof: course\nroot: roles\nchildren:\n  a: {table: role_assignments, by:"
                        + " contextid=context, where: t.nothing = 2}\n");
        ArchiveReport report =
                archiver(MOODLE.pool()).archive(HARBOUR, "course.mbz", ArchiveSettings.everything(), target());
        assertThat(report.warnings())
                .hasSize(2)
                .allMatch(warning -> warning.endsWith("Its rows are not in the archive."));
    }

    @Test
    void a_definition_that_looks_rows_up_by_a_text_costs_its_rows_and_not_the_course() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        new JdbcTemplate(moodle.pool())
                .execute("create table mdl_notes as select cast(s.n as varchar(10)) as cm, s.n as id from"
                        + " system_range(9, 11) s(n)");
        new JdbcTemplate(moodle.pool())
                .execute("update mdl_course_modules set course = 6, section = (select min(id) from"
                        + " mdl_course_sections where course = 6) where id in (9, 10, 11)");
        definition(
                "notes.yaml",
                "document: notes.xml\nof: activity\nroot: notes\nchildren:\n  note: {table: notes, by: cm=cm}\n");
        ArchiveReport report = new CourseArchiver(
                        moodle.pool(), moodle.site(), folder.resolve("definitions"), DemoMoodle.CLOCK)
                .archive(HARBOUR, "course.mbz", ArchiveSettings.everything(), target());
        assertThat(report.warnings()).anySatisfy(warning -> assertThat(warning).contains("notes.yaml:5: "));
        assertThat(target()).exists();
    }

    @Test
    void the_tables_are_read_again_after_an_upgrade() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        JdbcTemplate site = new JdbcTemplate(moodle.pool());
        CountingDataSource counting = new CountingDataSource(moodle.pool());
        CourseArchiver archiver = new CourseArchiver(counting.dataSource(), moodle.site(), null, DemoMoodle.CLOCK);
        assertThat(page(archiver)).contains("<displayoptions>");
        counting.forget();
        assertThat(page(archiver)).contains("<displayoptions>");
        assertThat(counting.statements()).as("nothing changed").noneMatch(sql -> sql.contains("information_schema"));
        site.execute("alter table mdl_page drop column displayoptions");
        site.update(
                "update mdl_config_plugins set value = '2099010100' where plugin = 'mod_page' and name = 'version'");
        assertThat(page(archiver)).doesNotContain("<displayoptions>").contains("<name>");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 20, 40, 60})
    void a_connection_that_breaks_leaves_no_file(int statements) throws Exception {
        CourseArchiver archiver = archiver(breaking(statements, "executeQuery", "prepareStatement"));
        assertThatThrownBy(() -> archiver.archive(HARBOUR, "course.mbz", ArchiveSettings.everything(), target()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("gone away");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_connection_that_breaks_at_the_very_end_leaves_no_file() throws Exception {
        CourseArchiver archiver = archiver(breaking(0, "rollback"));
        assertThatThrownBy(() -> archiver.archive(HARBOUR, "course.mbz", ArchiveSettings.everything(), target()))
                .hasMessageContaining("gone away");
        assertThat(left()).isEmpty();
    }

    @Test
    void a_course_that_is_gone_is_told_as_gone() throws Exception {
        assertThatThrownBy(() -> Archives.make(MOODLE, 4711, ArchiveSettings.everything(), target()))
                .isInstanceOf(CourseGoneException.class)
                .hasMessageContaining("4711");
        assertThat(left()).isEmpty();
    }

    @Test
    void questions_of_a_type_that_nobody_describes_are_told() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        JdbcTemplate site = new JdbcTemplate(moodle.pool());
        site.update("insert into mdl_config_plugins (plugin, name, value) values ('qtype_fancy', 'version', '1')");
        site.update("update mdl_question set qtype = 'fancy' where qtype = 'truefalse'");
        boolean found = false;
        for (long course : new long[] {2, 3, 4, 5}) {
            ArchiveReport report =
                    Archives.make(moodle, course, ArchiveSettings.everything(), folder.resolve(course + ".mbz"));
            if (!report.undescribed().isEmpty()) {
                found = true;
                assertThat(report.undescribed()).containsExactly("qtype_fancy");
                assertThat(report.warnings())
                        .singleElement()
                        .asString()
                        .contains("of the type fancy", "definitions/qtype_fancy.yaml");
            }
        }
        assertThat(found).isTrue();
    }

    @Test
    void tables_with_rows_of_the_course_that_nobody_reads_are_counted() throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        JdbcTemplate site = new JdbcTemplate(moodle.pool());
        site.execute("create table mdl_local_seats (id bigint primary key, courseid bigint)");
        site.execute("create index seats on mdl_local_seats (courseid)");
        site.execute("create table mdl_local_unindexed (id bigint primary key, courseid bigint)");
        site.update("insert into mdl_local_seats values (1, 6), (2, 6), (3, 7)");
        site.update("insert into mdl_local_unindexed values (1, 6)");
        ArchiveReport report = Archives.make(moodle, HARBOUR, ArchiveSettings.everything(), target());
        assertThat(report.unreadTables()).containsEntry("local_seats", 2L).doesNotContainKey("local_unindexed");
        assertThat(report.warnings()).as("Moodle's own archive lacks them, too").isEmpty();
    }

    private String page(CourseArchiver archiver) throws Exception {
        Files.deleteIfExists(target());
        archiver.archive(HARBOUR, "course.mbz", ArchiveSettings.everything(), target());
        return Archives.contents(target()).entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/page.xml"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private Path target() {
        return folder.resolve("course.mbz");
    }

    private CourseArchiver archiver(DataSource database) throws Exception {
        return new CourseArchiver(database, MOODLE.site(), folder.resolve("definitions"), DemoMoodle.CLOCK);
    }

    private void definition(String name, String yaml) throws Exception {
        Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(folder.resolve("definitions").resolve(name), yaml);
    }

    private List<String> left() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Connections that close after the given number of calls to these methods. */
    private static DataSource breaking(int after, String... methods) {
        return wrap(DataSource.class, MOODLE.pool(), null, new AtomicInteger(after), List.of(methods));
    }

    private static <T> T wrap(
            Class<T> type, Object target, Connection connection, AtomicInteger left, List<String> methods) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Connection mine = target instanceof Connection own ? own : connection;
                    if (methods.contains(method.getName()) && left.getAndDecrement() <= 0) {
                        mine.close();
                        throw new SQLException("The server has gone away", "08S01");
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection opened
                                ? wrap(Connection.class, opened, null, left, methods)
                                : method.getName().equals("createStatement")
                                        ? wrap(Statement.class, result, mine, left, methods)
                                        : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
