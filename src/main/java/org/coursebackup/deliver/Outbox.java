package org.coursebackup.deliver;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What has to be sent, kept in the history's database, so that retries survive the end of the process. Safe for
 * parallel use, even by several processes.
 */
public final class Outbox {
    private static final int LONGEST_ERROR = 1000;

    private final JdbcClient history;

    /** The tables have to exist: {@link org.coursebackup.history.History} creates them. */
    public Outbox(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    /** Adds something that is due at once. */
    public void add(String kind, String subject, String content, Instant now) {
        history.sql("insert into delivery (id, kind, subject, content, created, next_try)"
                        + " values (:id, :kind, :subject, :content, :now, :now)")
                .param("id", UUID.randomUUID().toString())
                .param("kind", kind)
                .param("subject", subject)
                .param("content", content)
                .param("now", now.getEpochSecond())
                .update();
    }

    /** What is due, oldest first: copies, or everything else. */
    List<Delivery> due(boolean copies, Instant now, int limit) {
        return history.sql("select * from delivery where delivered is null and given_up is null and next_try <= ?"
                        + " and kind " + (copies ? "=" : "<>") + " 'copy' order by created, id limit ?")
                .params(now.getEpochSecond(), limit)
                .query(Outbox::delivery)
                .list();
    }

    /** Claims it until then; false if somebody else was faster. */
    boolean claim(Delivery delivery, Instant until) {
        return history.sql("update delivery set next_try = ? where id = ? and next_try = ? and delivered is null"
                                + " and given_up is null")
                        .params(
                                until.getEpochSecond(),
                                delivery.id(),
                                delivery.nextTry().getEpochSecond())
                        .update()
                == 1;
    }

    void delivered(Delivery delivery, Instant now) {
        history.sql("update delivery set delivered = ?, error = null where id = ?")
                .params(now.getEpochSecond(), delivery.id())
                .update();
    }

    void failed(Delivery delivery, String error, Instant nextTry) {
        history.sql("update delivery set attempts = attempts + 1, error = ?, next_try = ? where id = ?")
                .params(cut(error), nextTry.getEpochSecond(), delivery.id())
                .update();
    }

    void givenUp(Delivery delivery, String error, Instant now) {
        history.sql("update delivery set attempts = attempts + 1, error = ?, given_up = ? where id = ?")
                .params(cut(error), now.getEpochSecond(), delivery.id())
                .update();
    }

    /** Whether anything with that subject was added since then. */
    public boolean has(String subject, Instant since) {
        return history.sql("select count(*) from delivery where subject = ? and created >= ?")
                        .params(subject, since.getEpochSecond())
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Deletes what was delivered or given up before that moment. */
    void forgetBefore(Instant when) {
        history.sql("delete from delivery where delivered < :when or given_up < :when")
                .param("when", when.getEpochSecond())
                .update();
    }

    /**
     * What has failed so far and is still being tried, or was given up since then; newest first. For status, check and
     * the page.
     */
    public List<Delivery> troubled(Instant since, int limit) {
        return history.sql("select * from delivery where delivered is null and attempts > 0"
                        + " and (given_up is null or given_up >= ?) order by created desc, id limit ?")
                .params(since.getEpochSecond(), limit)
                .query(Outbox::delivery)
                .list();
    }

    private static Delivery delivery(ResultSet row, int number) throws SQLException {
        long givenUp = row.getLong("given_up");
        return new Delivery(
                row.getString("id"),
                row.getString("kind"),
                row.getString("subject"),
                row.getString("content"),
                Instant.ofEpochSecond(row.getLong("created")),
                row.getInt("attempts"),
                Instant.ofEpochSecond(row.getLong("next_try")),
                row.getString("error"),
                givenUp == 0 ? null : Instant.ofEpochSecond(givenUp));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR - 1) + "…";
    }
}
