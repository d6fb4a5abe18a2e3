package org.coursebackup.run;

import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.settings.Database;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DatabaseProxy;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The lock that Moodle's database keeps. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdvisoryLockIT {
    private static final String SITE = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";
    private static final String OWNER = "process 4711 on backup, since 2026-01-15T02:30:00Z";

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void one_connection_at_a_time_has_the_lock_of_a_site_and_others_are_told_whose_it_is(DatabaseKind kind)
            throws Exception {
        Database database = database(DemoMoodle.shared(kind).url());
        AdvisoryLock first = take(database, SITE).orElseThrow();

        assertThatThrownBy(() -> take(database, SITE))
                .isInstanceOf(RunActiveException.class)
                .hasMessageContaining(
                        kind == DatabaseKind.POSTGRESQL ? "Another run is active (" + OWNER : "database connection ")
                .hasMessageContaining("keepalive");
        take(database, OTHER).orElseThrow().release();
        assertThat(first.keep()).isEmpty();

        first.release();
        AdvisoryLock second = take(database, SITE).orElseThrow();
        assertThat(first.keep()).isEmpty();
        assertThatThrownBy(() -> take(database, SITE)).isInstanceOf(RunActiveException.class);
        second.release();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_lock_whose_connection_was_cut_is_taken_again_unless_another_has_it_by_then(DatabaseKind kind)
            throws Exception {
        String direct = DemoMoodle.shared(kind).url();
        try (DatabaseProxy network = new DatabaseProxy(direct)) {
            AdvisoryLock lock = take(database(network.url()), SITE).orElseThrow();
            network.cut();
            assertThat(lock.keep()).as("nobody can tell").isEmpty();
            network.restore();
            Until.holds("the server has noticed", () -> free(database(direct)));

            assertThat(lock.keep()).isEmpty();
            assertThatThrownBy(() -> take(database(direct), SITE)).isInstanceOf(RunActiveException.class);

            network.cut();
            Until.holds("the server has noticed", () -> free(database(direct)));
            AdvisoryLock thief = AdvisoryLock.take(
                            database(direct), database(direct).connect(), SITE, "a thief")
                    .orElseThrow();
            network.restore();
            assertThat(lock.keep()).get().asString().contains(kind == DatabaseKind.POSTGRESQL ? "a thief" : "from ");
            thief.release();
            lock.release();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void a_lock_that_the_server_still_keeps_for_a_connection_lost_unnoticed_is_no_other_run(DatabaseKind kind)
            throws Exception {
        String direct = DemoMoodle.shared(kind).url();
        try (DatabaseProxy network = new DatabaseProxy(direct)) {
            AdvisoryLock lock = take(database(network.url()), SITE).orElseThrow();
            network.swallow();
            assertThat(lock.keep()).as("no answer").isEmpty();
            assertThatThrownBy(() -> take(database(direct), SITE)).isInstanceOf(RunActiveException.class);
            network.pass();

            assertThat(lock.keep()).isEmpty();

            network.restore();
            Until.holds("the server has noticed", () -> free(database(direct)));
            lock.release();
        }
    }

    /** It may last for hours: vacuum must not wait for it. */
    @ParameterizedTest
    @EnumSource(names = "POSTGRESQL")
    void the_transaction_that_holds_the_lock_holds_back_no_vacuum(DatabaseKind kind) throws Exception {
        DemoMoodle moodle = DemoMoodle.shared(kind);
        AdvisoryLock lock = take(database(moodle.url()), SITE).orElseThrow();
        assertThat(lock.keep()).isEmpty();

        assertThat(new JdbcTemplate(moodle.pool())
                        .queryForObject(
                                "select count(*) from pg_stat_activity where application_name = ?"
                                        + " and state = 'idle in transaction' and backend_xmin is null"
                                        + " and backend_xid is null",
                                Long.class,
                                OWNER))
                .isEqualTo(1);
        lock.release();
    }

    @ParameterizedTest
    @EnumSource(names = "H2")
    void a_database_without_such_locks_gives_none(DatabaseKind kind) throws Exception {
        assertThat(take(database(DemoMoodle.shared(kind).url()), SITE)).isEmpty();
    }

    private static boolean free(Database database) throws Exception {
        try (Connection connection = database.connect()) {
            return AdvisoryLock.take(database, connection, SITE, "a look")
                    .map(lock -> {
                        lock.release();
                        return true;
                    })
                    .orElseThrow();
        } catch (RunActiveException held) {
            return false;
        }
    }

    private static Optional<AdvisoryLock> take(Database database, String site) throws Exception {
        return AdvisoryLock.take(database, database.connect(), site, OWNER);
    }

    private static Database database(String url) {
        return new Database(url, "", "", Duration.ofSeconds(2));
    }
}
