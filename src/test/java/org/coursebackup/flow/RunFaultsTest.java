package org.coursebackup.flow;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.course.Archiver;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What may happen during a run: the database, the target folder or a course goes away. The real engine and routes. */
class RunFaultsTest {
    private TestSite site;
    private Archiver engine;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        engine = engine(site.moodle.pool());
    }

    @AfterEach
    void close() {
        site.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"createStatement", "rollback"})
    void a_database_session_killed_in_the_middle_or_at_the_end_of_a_course_costs_that_course_only(String call)
            throws Exception {
        Archiver struck = engine(killing(call, call.equals("rollback") ? 0 : 25));
        site.archiver = (id, name, settings, part, reference) ->
                (id == 3 ? struck : engine).archive(id, name, settings, part, reference);
        site.start();

        RunSummary run = site.run(courses(2, 3, 4));

        assertThat(run.ok()).isEqualTo(2);
        assertThat(site.statuses())
                .containsEntry(2L, "1")
                .containsEntry(3L, "0")
                .containsEntry(4L, "1");
        assertThat(site.reader().course(3).orElseThrow().last().reason())
                .contains("The database refused or went away")
                .doesNotContain("backup.directory");
        assertThat(site.archives()).hasSize(2).allMatch(name -> name.endsWith(".mbz"));
    }

    @ParameterizedTest
    @CsvSource({"size=16k, is full; free space there", "'ro,size=16k', mounted read-only"})
    void a_target_that_becomes_full_or_read_only_is_told_and_nothing_is_left_under_a_final_name(
            String options, String words) throws Exception {
        Path target = site.folder.resolve("backups");
        site.archiver = (id, name, settings, part, reference) -> {
            assumeTrue(mount(target, options), "only root may mount, and not in every container");
            try {
                return engine.archive(id, name, settings, part, reference);
            } finally {
                List<String> left = site.archives();
                unmount(target);
                assertThat(left).isEmpty();
            }
        };
        site.start();

        RunSummary run = site.run(courses(2));

        String reason = site.reader().course(2).orElseThrow().last().reason();
        assumeTrue(!reason.contains("only root may mount"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(reason).contains("(backup.directory) ", words, "No archive was published");
        assertThat(site.archives()).isEmpty();
    }

    @Test
    void a_run_that_cannot_begin_since_the_history_is_away_is_told_from_one_that_failed() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", site.folder.toString())
                .start();
        try {
            site.properties.setProperty(
                    "history.db.url", "jdbc:h2:tcp://localhost:" + server.getPort() + "/./elsewhere");
            site.properties.setProperty("database.timeout-seconds", "10");
            site.start();
        } finally {
            server.stop();
        }

        assertThatThrownBy(() -> site.run(RunRequest.due("command"))).isInstanceOf(NotBegunException.class);
    }

    @Test
    void a_target_that_cannot_be_written_when_the_run_begins_fails_the_run_in_words() throws Exception {
        Path target = site.folder.resolve("backups");
        site.archiver = engine;
        site.start();
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("r-xr-xr-x"));
        boolean mounted = Files.isWritable(target) && mount(target, "ro,size=16k");
        try {
            assumeTrue(mounted || !Files.isWritable(target), "root may write anywhere, and could not mount");
            assertThatThrownBy(() -> site.run(courses(2)))
                    .isInstanceOf(FlowException.class)
                    .hasMessageContaining("(backup.directory) ")
                    .hasMessageContaining("No archive was published");
        } finally {
            if (mounted) {
                unmount(target);
            }
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(site.run(courses(2)).ok()).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void courses_deleted_while_they_wait_in_the_queue_are_no_failure_and_their_rows_go() throws Exception {
        site.properties.setProperty("backup.workers", "1");
        AtomicInteger begun = new AtomicInteger();
        Flow[] flow = new Flow[1];
        site.archiver = (id, name, settings, part, reference) -> {
            if (begun.getAndIncrement() == 0) {
                await(
                        "four courses wait",
                        () -> flow[0].runs().current().orElseThrow().offered() == 4);
                site.database.update("delete from mdl_course where id in (4, 5)");
                site.database.update("delete from mdl_backup_courses where courseid = 4");
            }
            return engine.archive(id, name, settings, part, reference);
        };
        flow[0] = site.start();

        RunSummary run = site.run(courses(2, 3, 4, 5));

        assertThat(run.exitCode()).isZero();
        assertThat(run.ok()).isEqualTo(2);
        assertThat(site.statuses())
                .containsEntry(2L, "1")
                .containsEntry(3L, "1")
                .doesNotContainKeys(4L, 5L);
        assertThat(site.archives()).hasSize(2).allMatch(name -> name.endsWith(".mbz"));
        assertThat(site.reader().outcomes(run.runId(), 10, 0)).noneMatch(outcome -> outcome.result() == Result.FAILED);
    }

    @Test
    void the_history_at_its_default_place_opens_records_and_opens_again() throws Exception {
        site.properties.remove("history.db.url");
        long run;
        try (Pools pools = new Pools(site.settings())) {
            run = new History(pools.history()).begin("command", "a test", Instant.ofEpochSecond(1_000));
        }
        assertThat(site.folder.resolve("data/history.mv.db")).exists();
        try (Pools pools = new Pools(site.settings())) {
            new History(pools.history()).end(run, "finished", null, 0, Instant.ofEpochSecond(2_000));
            assertThat(new HistoryReader(pools.history()).runs(10, 0))
                    .singleElement()
                    .satisfies(row -> assertThat(row.state()).isEqualTo("finished"));
        }
    }

    private static RunRequest courses(long... ids) {
        return new RunRequest(true, true, false, Arrays.stream(ids).boxed().collect(Collectors.toSet()), "command");
    }

    private Archiver engine(DataSource content) throws IOException {
        return new CourseArchiver(content, site.moodle.site(), null, site.clock)::archive;
    }

    private static boolean mount(Path folder, String options) {
        return command("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
    }

    private static void unmount(Path folder) {
        assertThat(command("umount", "-l", folder.toString())).isTrue();
    }

    private static boolean command(String... words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException | InterruptedException notHere) {
            return false;
        }
    }

    /** Connections whose session the server ends at that call, after the given number of such calls. */
    private DataSource killing(String call, int after) {
        JdbcDataSource unpooled = new JdbcDataSource();
        unpooled.setURL(site.moodle.url());
        return proxy(DataSource.class, unpooled, new AtomicInteger(after), call);
    }

    private <T> T proxy(Class<T> type, Object target, AtomicInteger left, String call) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals(call) && left.getAndDecrement() == 0) {
                        kill((Connection) target);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof Connection opened
                                ? proxy(Connection.class, opened, left, call)
                                : result;
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                }));
    }

    private void kill(Connection connection) throws Exception {
        int session;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select session_id()")) {
            row.next();
            session = row.getInt(1);
        }
        site.database.queryForObject("select abort_session(" + session + ")", Boolean.class);
    }

    private static void await(String what, Callable<Boolean> condition) throws IOException {
        try {
            Until.holds(what, condition);
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
