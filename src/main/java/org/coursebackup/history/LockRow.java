package org.coursebackup.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The row that says whose run of a site is active, for installations that share a history. Its owner renews it; one
 * that was not renewed for {@link #STALE} belongs to a process that is gone. Times are those of the database's clock.
 */
public final class LockRow {
    /** How old a sign of life may be. */
    static final Duration STALE = Duration.ofMinutes(2);

    private final JdbcClient history;
    private final String site;
    private final String token = UUID.randomUUID().toString();
    private final String now;

    /** @param site what tells sites apart, 64 characters at most */
    public LockRow(DataSource database, String site) {
        JdbcTemplate template = new JdbcTemplate(database);
        this.history = JdbcClient.create(template);
        this.site = site;
        this.now = template.execute((ConnectionCallback<String>) LockRow::clock);
    }

    private static String clock(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        return product.contains("maria") || product.contains("mysql")
                ? "unix_timestamp()"
                : "cast(extract(epoch from current_timestamp) as bigint)";
    }

    /**
     * Takes the row.
     *
     * @param owner for people
     * @param process its id on that host
     * @param alone whether it is certain that no other process of this host has a run of the site
     * @return empty, or who has it
     */
    public Optional<String> take(String owner, String host, long process, boolean alone) {
        String since = Stored.text(owner, 300);
        int taken = history.sql("update run_lock set token = ?, owner = ?, host = ?, process = ?, since = " + now
                        + ", beat = " + now + " where site = ? and (beat < " + now + " - ? or host = ?)")
                .params(token, since, host, process, site, STALE.toSeconds(), alone ? host : "")
                .update();
        if (taken == 1) {
            return Optional.empty();
        }
        try {
            history.sql("insert into run_lock (site, token, owner, host, process, since, beat)"
                            + " values (?, ?, ?, ?, ?, " + now + ", " + now + ")")
                    .params(site, token, since, host, process)
                    .update();
            return Optional.empty();
        } catch (DuplicateKeyException another) {
            return Optional.of(holder());
        }
    }

    /**
     * Renews the row.
     *
     * @return empty, or who has taken it meanwhile
     */
    public Optional<String> keep() {
        int kept = history.sql("update run_lock set beat = " + now + " where site = ? and token = ?")
                .params(site, token)
                .update();
        return kept == 1 ? Optional.empty() : Optional.of(holder());
    }

    /** Gives the row up; if the database is away it becomes stale by itself. */
    public void drop() {
        try {
            history.sql("delete from run_lock where site = ? and token = ?")
                    .params(site, token)
                    .update();
        } catch (DataAccessException away) {
            // nothing is lost
        }
    }

    private String holder() {
        return history.sql("select owner, " + now + " - beat as silent, beat from run_lock where site = ?")
                .param(site)
                .query((row, n) -> row.getString("owner") + "; its last sign of life was "
                        + Math.max(0, row.getLong("silent")) + " seconds ago, at "
                        + Instant.ofEpochSecond(row.getLong("beat")))
                .optional()
                .orElse("a run that has just ended");
    }
}
