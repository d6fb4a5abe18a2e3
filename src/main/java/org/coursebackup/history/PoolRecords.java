package org.coursebackup.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is known of the contents in the target's pool: when each was read last, and since when nobody refers to it.
 * Nothing is lost with it but time: what is not known is read again. Thread-safe.
 */
public final class PoolRecords {
    private static final int PORTION = 500;
    private static final int LONGEST = 2000;

    private final JdbcTemplate history;
    private final NamedParameterJdbcTemplate named;
    private final TransactionTemplate transaction;

    public PoolRecords(DataSource history) {
        this.history = new JdbcTemplate(history);
        this.named = new NamedParameterJdbcTemplate(history);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(history));
    }

    /**
     * A content as it was when it was read last.
     *
     * @param stamp of its file then
     */
    public record ReadContent(String sha1, long bytes, String sha256, String stamp, Instant checked) {}

    /** Something that was wrong with a content. */
    public record Finding(String sha1, Instant found, String words) {}

    /** What is known of those contents, by SHA-1. */
    public Map<String, ReadContent> of(Collection<String> contents) {
        Map<String, ReadContent> known = new HashMap<>();
        for (List<String> some : portions(contents)) {
            named.query("select * from pool_content where sha1 in (:some)", Map.of("some", some), row -> {
                known.put(
                        row.getString("sha1"),
                        new ReadContent(
                                row.getString("sha1"),
                                row.getLong("bytes"),
                                row.getString("sha256"),
                                row.getString("stamp"),
                                Instant.ofEpochSecond(row.getLong("checked"))));
            });
        }
        return known;
    }

    /** Notes that contents were read, and are what their names say. */
    public synchronized void read(Collection<ReadContent> contents) {
        for (List<ReadContent> some : portions(contents)) {
            transaction.executeWithoutResult(status -> {
                forget("pool_content", some.stream().map(ReadContent::sha1).toList());
                batch(
                        "insert into pool_content (sha1, bytes, sha256, stamp, checked) values (?, ?, ?, ?, ?)",
                        some.stream()
                                .map(each -> new Object[] {
                                    each.sha1(),
                                    each.bytes(),
                                    each.sha256(),
                                    each.stamp(),
                                    each.checked().getEpochSecond()
                                })
                                .toList());
            });
        }
    }

    /** Forgets contents that are not in the pool any more. */
    public synchronized void gone(Collection<String> contents) {
        for (List<String> some : portions(contents)) {
            forget("pool_content", some);
            forget("pool_unused", some);
        }
    }

    /** Since when contents are known to be referred to by no archive. */
    public Map<String, Instant> unused() {
        Map<String, Instant> unused = new HashMap<>();
        history.query("select sha1, since from pool_unused", row -> {
            unused.put(row.getString(1), Instant.ofEpochSecond(row.getLong(2)));
        });
        return unused;
    }

    /** Notes contents that no archive refers to from now on. */
    public synchronized void unused(Collection<String> contents, Instant since) {
        for (List<String> some : portions(contents)) {
            transaction.executeWithoutResult(status -> {
                forget("pool_unused", some);
                batch(
                        "insert into pool_unused (sha1, since) values (?, ?)",
                        some.stream()
                                .map(each -> new Object[] {each, since.getEpochSecond()})
                                .toList());
            });
        }
    }

    /** Notes contents that archives refer to. */
    public synchronized void used(Collection<String> contents) {
        for (List<String> some : portions(contents)) {
            forget("pool_unused", some);
        }
    }

    /** Notes what was wrong with a content; an earlier finding is replaced. */
    public synchronized void found(String sha1, Instant when, String words) {
        transaction.executeWithoutResult(status -> {
            forget("pool_finding", List.of(sha1));
            history.update(
                    "insert into pool_finding (sha1, found, finding) values (?, ?, ?)",
                    sha1,
                    when.getEpochSecond(),
                    Stored.text(words, LONGEST));
        });
    }

    /** What was found since then, the latest first; what is older is forgotten. */
    public List<Finding> findings(Instant since, int most) {
        history.update("delete from pool_finding where found < ?", since.getEpochSecond());
        return history.query(
                "select sha1, found, finding from pool_finding order by found desc, sha1 limit ?",
                (row, number) -> new Finding(row.getString(1), Instant.ofEpochSecond(row.getLong(2)), row.getString(3)),
                most);
    }

    private void forget(String table, List<String> some) {
        named.update("delete from " + table + " where sha1 in (:some)", Map.of("some", some));
    }

    private void batch(String statement, List<Object[]> rows) {
        history.batchUpdate(statement, rows);
    }

    private static <T> List<List<T>> portions(Collection<T> all) {
        List<List<T>> portions = new ArrayList<>();
        List<T> left = List.copyOf(all);
        for (int from = 0; from < left.size(); from += PORTION) {
            portions.add(left.subList(from, Math.min(left.size(), from + PORTION)));
        }
        return portions;
    }
}
