package org.coursebackup.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is known of the contents in the pool at one place. Nothing is lost with it but time: what is not known is looked
 * for there. Thread-safe.
 */
public final class PlaceRecords {
    private static final int PORTION = 500;

    private final String place;
    private final JdbcTemplate history;
    private final NamedParameterJdbcTemplate named;
    private final TransactionTemplate transaction;

    /** @param place at most 16 characters that tell it from others */
    public PlaceRecords(DataSource history, String place) {
        this.place = place;
        this.history = new JdbcTemplate(history);
        this.named = new NamedParameterJdbcTemplate(history);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(history));
    }

    /**
     * A content at the place.
     *
     * @param sha256 empty for one that only a listing knows
     * @param seen when it was last seen there with its size
     * @param checked when it was brought there, or last read there
     * @param lockedUntil null if no lock is known
     * @param unusedSince null if an archive refers to it, as far as is known
     */
    public record Placed(
            String sha1,
            long bytes,
            String sha256,
            Instant seen,
            Instant checked,
            Instant lockedUntil,
            Instant unusedSince) {}

    /** What is known of those contents, by SHA-1. */
    public Map<String, Placed> of(Collection<String> contents) {
        Map<String, Placed> known = new HashMap<>();
        for (List<String> some : portions(contents)) {
            named.query(
                    "select * from place_content where place = :place and sha1 in (:some)",
                    Map.of("place", place, "some", some),
                    row -> {
                        Placed placed = placed(row);
                        known.put(placed.sha1(), placed);
                    });
        }
        return known;
    }

    /**
     * The next contents in the order of their hashes.
     *
     * @param after begins behind that one; empty for the beginning
     * @param first only those that begin so
     */
    public List<Placed> next(String first, String after, int most) {
        return history.query(
                "select * from place_content where place = ? and sha1 like ? and sha1 > ? order by sha1 limit ?",
                (row, number) -> placed(row),
                place,
                first + "%",
                after,
                most);
    }

    private static Placed placed(ResultSet row) throws SQLException {
        long locked = row.getLong("locked_until");
        boolean unlocked = row.wasNull();
        long unused = row.getLong("unused_since");
        boolean used = row.wasNull();
        return new Placed(
                row.getString("sha1"),
                row.getLong("bytes"),
                row.getString("sha256"),
                Instant.ofEpochSecond(row.getLong("seen")),
                Instant.ofEpochSecond(row.getLong("checked")),
                unlocked ? null : Instant.ofEpochSecond(locked),
                used ? null : Instant.ofEpochSecond(unused));
    }

    /** Notes contents as they are now known, in the place of what was known of them before. */
    public synchronized void put(Collection<Placed> contents) {
        for (List<Placed> some : portions(contents)) {
            transaction.executeWithoutResult(status -> {
                delete(some.stream().map(Placed::sha1).toList());
                history.batchUpdate(
                        "insert into place_content (place, sha1, bytes, sha256, seen, checked, locked_until,"
                                + " unused_since) values (?, ?, ?, ?, ?, ?, ?, ?)",
                        some.stream()
                                .map(each -> new Object[] {
                                    place,
                                    each.sha1(),
                                    each.bytes(),
                                    each.sha256(),
                                    each.seen().getEpochSecond(),
                                    each.checked().getEpochSecond(),
                                    seconds(each.lockedUntil()),
                                    seconds(each.unusedSince())
                                })
                                .toList());
            });
        }
    }

    /** Forgets contents that are not there any more. */
    public synchronized void forget(Collection<String> contents) {
        portions(contents).forEach(this::delete);
    }

    private void delete(List<String> some) {
        named.update(
                "delete from place_content where place = :place and sha1 in (:some)",
                Map.of("place", place, "some", some));
    }

    /** Notes that no archive refers to contents since then. */
    public synchronized void unused(Collection<String> contents, Instant since) {
        for (List<String> some : portions(contents)) {
            named.update(
                    "update place_content set unused_since = :since where place = :place and sha1 in (:some)",
                    Map.of("place", place, "some", some, "since", since.getEpochSecond()));
        }
    }

    /** Notes that archives refer to contents. */
    public synchronized void used(Collection<String> contents) {
        for (List<String> some : portions(contents)) {
            named.update(
                    "update place_content set unused_since = null where place = :place and sha1 in (:some)"
                            + " and unused_since is not null",
                    Map.of("place", place, "some", some));
        }
    }

    /** Notes that everything that is known and begins so was seen there. */
    public synchronized void listed(String first, Instant when) {
        transaction.executeWithoutResult(status -> {
            history.update(
                    "update place_content set seen = ? where place = ? and sha1 like ?",
                    when.getEpochSecond(),
                    place,
                    first + "%");
            history.update("delete from place_listing where place = ? and first_digits = ?", place, first);
            history.update(
                    "insert into place_listing (place, first_digits, listed) values (?, ?, ?)",
                    place,
                    first,
                    when.getEpochSecond());
        });
    }

    /** When contents were listed last, by the first two digits of their hashes. */
    public Map<String, Instant> listings() {
        Map<String, Instant> listings = new HashMap<>();
        history.query(
                "select first_digits, listed from place_listing where place = ?",
                row -> {
                    listings.put(row.getString(1), Instant.ofEpochSecond(row.getLong(2)));
                },
                place);
        return listings;
    }

    /**
     * What an archive there refers to, as it was noted; empty unless all of it was noted for a file of that size.
     *
     * @return the lines of {@link #refers}
     */
    public List<String> references(String archive, long bytes) {
        Map<Integer, String> lines = new LinkedHashMap<>();
        int[] parts = {-1};
        history.query(
                "select part, parts, contents from place_reference where place = ? and archive = ? and bytes = ?"
                        + " order by part",
                row -> {
                    parts[0] = row.getInt(2);
                    lines.put(row.getInt(1), row.getString(3));
                },
                place,
                archive,
                bytes);
        return lines.size() == parts[0] ? List.copyOf(lines.values()) : List.of();
    }

    /**
     * Notes what an archive there refers to.
     *
     * @param lines at least one, of at most 4,000 characters
     */
    public synchronized void refers(String archive, long bytes, List<String> lines) {
        transaction.executeWithoutResult(status -> {
            history.update("delete from place_reference where place = ? and archive = ?", place, archive);
            List<Object[]> rows = new ArrayList<>();
            for (String line : lines) {
                rows.add(new Object[] {place, archive, rows.size(), bytes, lines.size(), line});
            }
            history.batchUpdate(
                    "insert into place_reference (place, archive, part, bytes, parts, contents)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    rows);
        });
    }

    /** Forgets what archives referred to that are not there any more. */
    public synchronized void keepReferencesOf(Set<String> archives) {
        List<String> gone = history
                .queryForList("select archive from place_reference where place = ? and part = 0", String.class, place)
                .stream()
                .filter(archive -> !archives.contains(archive))
                .toList();
        for (List<String> some : portions(gone)) {
            named.update(
                    "delete from place_reference where place = :place and archive in (:some)",
                    Map.of("place", place, "some", some));
        }
    }

    private static Long seconds(Instant instant) {
        return instant == null ? null : instant.getEpochSecond();
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
