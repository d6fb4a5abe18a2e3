package org.coursebackup.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HistorySchemaTest {
    @TempDir
    Path folder;

    @Test
    void a_history_from_before_versions_is_read_and_goes_on() {
        DataSource database = file("old");
        OldHistory.make(database);

        OldHistory.isReadAndGoesOn(database);

        assertThat(versions(database)).containsExactlyElementsOf(upToNewest(0));
    }

    @Test
    void tables_that_an_old_history_lacks_are_made() {
        DataSource database = file("older");
        OldHistory.make(database);
        new JdbcTemplate(database).execute("drop table delivery");

        new History(database);

        assertThat(new JdbcTemplate(database).queryForObject("select count(*) from delivery", Long.class))
                .isZero();
    }

    @Test
    void tables_of_others_do_not_hinder() {
        DataSource database = file("shared");
        new JdbcTemplate(database).execute("create table mdl_course (id bigint)");

        long run = new History(database).begin("command", "a test", Instant.EPOCH);

        assertThat(new HistoryReader(database).run(run)).isPresent();
    }

    @Test
    void the_newest_version_is_that_of_the_newest_file() {
        DataSource database = file("new");
        new History(database);

        Flyway flyway = Flyway.configure()
                .dataSource(database)
                .locations("classpath:history")
                .load();
        assertThat(flyway.info().pending()).isEmpty();
        assertThat(flyway.info().current().getVersion().getVersion()).isEqualTo(HistorySchema.NEWEST);
    }

    @Test
    void an_up_to_date_history_is_only_asked() {
        DataSource database = file("asked");
        new History(database);
        new JdbcTemplate(database).execute("create user reader password 'secret'");
        new JdbcTemplate(database).execute("grant select on schema public to reader");
        JdbcDataSource reader = file("asked");
        reader.setUser("reader");
        reader.setPassword("secret");

        new History(reader);

        assertThat(new HistoryReader(reader).runs(1, 0)).isEmpty();
    }

    @Test
    void says_what_to_do_where_tables_cannot_be_made() {
        DataSource owner = file("refused");
        new JdbcTemplate(owner).execute("create user reader password 'secret'");
        JdbcDataSource reader = file("refused");
        reader.setUser("reader");
        reader.setPassword("secret");

        assertThatThrownBy(() -> new History(reader))
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("history.db.url")
                .hasMessageContaining("Not enough rights")
                .hasMessageContaining("may create and change tables");
    }

    @Test
    void several_may_open_a_new_history_at_once() throws Exception {
        for (int round = 0; round < 5; round++) {
            JdbcDataSource database = new JdbcDataSource();
            database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");

            Together.four(() -> new History(database));

            assertThat(versions(database)).containsExactlyElementsOf(upToNewest(1));
        }
    }

    /** A history in a file, as the program keeps it by default. */
    private JdbcDataSource file(String name) {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl("jdbc:h2:file:" + folder.resolve(name) + ";AUTO_SERVER=TRUE");
        return database;
    }

    private static List<String> upToNewest(int first) {
        return IntStream.rangeClosed(first, Integer.parseInt(HistorySchema.NEWEST))
                .mapToObj(String::valueOf)
                .toList();
    }

    private static List<String> versions(DataSource database) {
        return new JdbcTemplate(database)
                .queryForList(
                        "select \"version\" from \"flyway_schema_history\" where \"version\" is not null"
                                + " order by \"installed_rank\"",
                        String.class);
    }
}
