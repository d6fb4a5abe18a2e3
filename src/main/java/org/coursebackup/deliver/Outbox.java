package org.coursebackup.deliver;

import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * What has to be sent, kept in the history's database, so that retries survive the end of the process. Times are epoch
 * seconds. Safe for parallel use, even by several processes.
 */
public final class Outbox {
    private static final int LONGEST_ERROR = 1000;
    private static final RowMapper<Delivery> DELIVERY = (row, n) -> new Delivery(
            row.getString("id"),
            row.getString("kind"),
            row.getString("subject"),
            row.getString("content"),
            row.getLong("created"),
            row.getInt("attempts"),
            row.getLong("next_try"),
            row.getString("error"),
            row.getLong("given_up"));

    private final JdbcTemplate jdbc;

    /** The tables have to exist: {@link org.coursebackup.history.History} creates them. */
    public Outbox(DataSource history) {
        this.jdbc = new JdbcTemplate(history);
    }

    /** Adds something that is due at once. */
    public void add(String kind, String subject, String content, long now) {
        jdbc.update(
                "insert into delivery (id, kind, subject, content, created, next_try) values (?, ?, ?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                kind,
                subject,
                content,
                now,
                now);
    }

    /** What is due, oldest first: copies, or everything else. */
    List<Delivery> due(boolean copies, long now, int limit) {
        return jdbc.query(
                "select * from delivery where delivered is null and given_up is null and next_try <= ? and kind "
                        + (copies ? "=" : "<>") + " 'copy' order by created, id limit ?",
                DELIVERY,
                now,
                limit);
    }

    /** Claims it until then; false if somebody else was faster. */
    boolean claim(Delivery delivery, long until) {
        return jdbc.update(
                        "update delivery set next_try = ? where id = ? and next_try = ? and delivered is null"
                                + " and given_up is null",
                        until,
                        delivery.id(),
                        delivery.nextTry())
                == 1;
    }

    void delivered(Delivery delivery, long now) {
        jdbc.update("update delivery set delivered = ?, error = null where id = ?", now, delivery.id());
    }

    void failed(Delivery delivery, String error, long nextTry) {
        jdbc.update(
                "update delivery set attempts = attempts + 1, error = ?, next_try = ? where id = ?",
                cut(error),
                nextTry,
                delivery.id());
    }

    void givenUp(Delivery delivery, String error, long now) {
        jdbc.update(
                "update delivery set attempts = attempts + 1, error = ?, given_up = ? where id = ?",
                cut(error),
                now,
                delivery.id());
    }

    /** Whether anything with that subject was added since then. */
    public boolean has(String subject, long since) {
        return jdbc.queryForObject(
                        "select count(*) from delivery where subject = ? and created >= ?",
                        Integer.class,
                        subject,
                        since)
                > 0;
    }

    /** Deletes what was delivered or given up before that moment. */
    void forgetBefore(long when) {
        jdbc.update("delete from delivery where delivered < ? or given_up < ?", when, when);
    }

    /**
     * What has failed so far and is still being tried, or was given up since then; newest first. For status, check and
     * the page.
     */
    public List<Delivery> troubled(long since, int limit) {
        return jdbc.query(
                "select * from delivery where delivered is null and attempts > 0 and (given_up is null or"
                        + " given_up >= ?)"
                        + " order by created desc, id limit ?",
                DELIVERY,
                since,
                limit);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR - 1) + "…";
    }
}
