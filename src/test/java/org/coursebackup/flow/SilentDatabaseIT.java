package org.coursebackup.flow;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.settings.Database;
import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DatabaseProxy;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.TableLock;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A database that has gone silent: packets are swallowed on their way, or a table is locked for ever. */
@Timeout(value = 150, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentDatabaseIT {
    /** The value of database.timeout-seconds. */
    private static final int LIMIT = 2;

    @TempDir
    Path folder;

    private interface Check {
        void in(Pools pools, DatabaseProxy network) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_statement_whose_answer_is_swallowed_ends(DatabaseKind kind) throws Exception {
        through(kind, "", (pools, network) -> {
            for (DataSource pool : List.of(pools.moodle().connections(), pools.content())) {
                network.restore();
                swallowedWithin(LIMIT + 6, pool, network);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_login_that_is_never_answered_ends(DatabaseKind kind) throws Exception {
        through(kind, "", (pools, network) -> {
            Database outside = settings(network.url()).moodle().database();
            network.swallow();
            for (DataSource pool : List.of(pools.moodle().connections(), pools.stream(), pools.content())) {
                within(LIMIT + 3, () -> assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class));
            }
            within(LIMIT + 6, () -> assertThatThrownBy(outside::connect).isInstanceOf(SQLException.class));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_statement_behind_a_lock_is_given_up_by_the_server_so_that_it_does_not_happen_later(DatabaseKind kind)
            throws Exception {
        DemoMoodle moodle = DemoMoodle.shared(kind);
        String before = status(moodle);
        through(kind, "", (pools, network) -> {
            try (Connection other = moodle.pool().getConnection();
                    TableLock held = new TableLock(other, kind, "mdl_backup_courses")) {
                for (DataSource pool : List.of(pools.moodle().connections(), pools.stream(), pools.content())) {
                    try (Connection connection = pool.getConnection()) {
                        refusedWithin(LIMIT + 2, connection);
                        assertThat(connection.isValid(1)).isTrue();
                    }
                }
                try (Connection outside =
                        settings(network.url()).moodle().database().connect()) {
                    refusedWithin(LIMIT + 2, outside);
                }
                assertThat(held.waiting(new JdbcTemplate(moodle.pool()))).isZero();
            }
        });
        assertThat(status(moodle)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void rows_that_are_taken_more_slowly_than_the_limit_still_arrive(DatabaseKind kind) throws Exception {
        JdbcTemplate server = new JdbcTemplate(DemoMoodle.shared(kind).pool());
        through(kind, "", (pools, network) -> {
            for (DataSource pool : List.of(pools.stream(), pools.content())) {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement();
                        // a kilobyte each, so that they do not fit into network buffers
                        ResultSet rows = statement.executeQuery("select repeat('x', 1000) from mdl_course a,"
                                + " mdl_course b, mdl_course c, mdl_course d")) {
                    int all = 0;
                    while (rows.next()) {
                        if (++all == 10) {
                            // longer than any limit, by the server's clock
                            server.queryForList("select " + (kind == DatabaseKind.MARIADB ? "" : "pg_") + "sleep("
                                    + (LIMIT + 4) + ")");
                        }
                    }
                    assertThat(all).isEqualTo(9 * 9 * 9 * 9);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void what_the_address_itself_says_goes_before_the_setting(DatabaseKind kind) throws Exception {
        String limit = kind == DatabaseKind.MARIADB ? "socketTimeout=1500" : "socketTimeout=1";
        through(kind, limit, (pools, network) -> swallowedWithin(LIMIT + 1, pools.content(), network));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_run_whose_database_falls_silent_ends(DatabaseKind kind) throws Exception {
        try (TestSite site = new TestSite(kind);
                DatabaseProxy network = new DatabaseProxy(site.moodle.url())) {
            site.properties.setProperty("moodle.db.url", network.url());
            site.properties.setProperty("database.timeout-seconds", String.valueOf(LIMIT));
            site.properties.setProperty("run.wait-minutes", "0");
            site.archiveQuickly();
            site.before = id -> network.swallow();
            site.start();
            within(75, () -> {
                try {
                    RunRequest one = new RunRequest(false, true, false, Set.of(2L), "command");
                    assertThat(site.run(one).ok()).isZero();
                } catch (FlowException toldAsWell) {
                    assertThat(toldAsWell.getMessage()).isNotBlank();
                }
            });
            network.cut();
            assertThat(site.statuses()).doesNotContainEntry(2L, "1");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_run_whose_database_goes_away_is_paused_and_goes_on_when_it_is_back(DatabaseKind kind) throws Exception {
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try (TestSite site = new TestSite(kind);
                DatabaseProxy network = new DatabaseProxy(site.moodle.url())) {
            site.properties.setProperty("moodle.db.url", network.url());
            site.properties.setProperty("database.timeout-seconds", String.valueOf(LIMIT));
            site.archiveQuickly();
            AtomicBoolean gone = new AtomicBoolean();
            site.before = id -> {
                if (gone.compareAndSet(false, true)) {
                    network.cut();
                    throw new SQLException("the connection is gone");
                }
            };
            Flow flow = site.start();
            Future<RunSummary> run =
                    runner.submit(() -> site.run(new RunRequest(true, true, false, Set.of(), "command")));
            Until.holds("the run is paused", () -> flow.surroundings().trouble().isPresent());
            assertThat(flow.surroundings().trouble().orElseThrow().toString())
                    .contains("moodle.db.url", "paused since");

            network.restore();

            RunSummary ended = run.get(90, TimeUnit.SECONDS);
            assertThat(ended.offered()).isEqualTo(9);
            assertThat(ended.totals().failed()).isBetween(1, 2);
            assertThat(ended.totals().ok()).isEqualTo(9 - ended.totals().failed());
            assertThat(site.statuses().values()).containsOnly("0", "1");
        } finally {
            runner.shutdownNow();
        }
    }

    private static void swallowedWithin(int seconds, DataSource pool, DatabaseProxy network) throws Exception {
        Connection connection = pool.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("select 1").close();
            network.swallow();
            within(seconds, () -> assertThatThrownBy(() -> statement.executeQuery("select 1"))
                    .isInstanceOf(SQLException.class));
        } finally {
            pool.unwrap(HikariDataSource.class).evictConnection(connection);
        }
    }

    private static void refusedWithin(int seconds, Connection connection) throws Exception {
        try (Statement statement = connection.createStatement()) {
            within(seconds, () -> assertThatThrownBy(() -> statement.executeUpdate(
                            "update mdl_backup_courses set laststatus = '7' where courseid = 2"))
                    .isInstanceOf(SQLException.class));
        }
    }

    private static String status(DemoMoodle moodle) {
        return new JdbcTemplate(moodle.pool())
                .queryForList("select * from mdl_backup_courses order by courseid")
                .toString();
    }

    private void through(DatabaseKind kind, String parameter, Check check) throws Exception {
        try (DatabaseProxy network = new DatabaseProxy(DemoMoodle.shared(kind).url())) {
            String url = network.url();
            Settings settings = settings(parameter.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + parameter);
            try (Pools pools = new Pools(settings)) {
                check.in(pools, network);
                network.cut();
            }
        }
    }

    private Settings settings(String url) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("moodle.db.url", url);
        properties.setProperty("moodle.wwwroot", "https://moodle.example.org");
        properties.setProperty("moodle.dataroot", folder.toString());
        properties.setProperty("keep.last", "1");
        properties.setProperty("database.timeout-seconds", String.valueOf(LIMIT));
        properties.setProperty("history.db.url", "jdbc:h2:mem:" + UUID.randomUUID());
        return new SettingsLoader(folder, Map.of(), properties, new JdbcSiteReader()).settings();
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void within(int seconds, Action action) throws Exception {
        Instant begun = Instant.now();
        action.run();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(seconds));
    }
}
