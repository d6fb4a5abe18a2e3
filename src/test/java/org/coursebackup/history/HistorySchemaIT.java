package org.coursebackup.history;

import java.time.Instant;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The schema on real servers. */
class HistorySchemaIT {
    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"POSTGRESQL", "MARIADB"})
    void a_history_from_before_versions_is_read_and_goes_on(DatabaseKind kind) {
        try (HikariDataSource database = kind.empty().pool()) {
            OldHistory.make(database);

            OldHistory.isReadAndGoesOn(database);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DatabaseKind.class,
            names = {"POSTGRESQL", "MARIADB"})
    void several_may_open_a_new_history_at_once(DatabaseKind kind) throws Exception {
        for (int round = 0; round < 3; round++) {
            String url = kind.empty().url();
            Together.four(() -> {
                try (HikariDataSource database = new DatabaseKind.Empty(url).pool()) {
                    new History(database);
                }
            });
            try (HikariDataSource database = new DatabaseKind.Empty(url).pool()) {
                long run = new History(database).begin("command", "a test", Instant.EPOCH);
                assertThat(new HistoryReader(database).runs(2, 0))
                        .extracting(RunRow::id)
                        .containsExactly(run);
            }
        }
    }
}
