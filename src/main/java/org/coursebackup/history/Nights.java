package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs compared with each other. Thread-safe. */
public final class Nights {
    /**
     * A run of all courses that were due, to its end.
     *
     * @param bytes size of the archives it published
     * @param statements SQL statements sent for its courses
     */
    public record Night(
            long id,
            Instant started,
            @JsonProperty("seconds") Duration took,
            long bytes,
            long statements,
            int courses) {}

    /**
     * Runs in which nothing failed.
     *
     * @param since when the first of them began
     */
    public record Unbroken(int runs, Instant since) {}

    /**
     * A process that made runs.
     *
     * @param process as recorded, with the machine's name
     * @param runs how many
     * @param latest when the latest began
     */
    public record Worker(String process, int runs, Instant latest) {}

    private final JdbcClient history;

    public Nights(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    /** The latest runs that went to their end, oldest first, without those of courses that somebody asked for. */
    public List<Night> latest(int limit) {
        return history.sql("select * from (select * from run where state = 'finished' and cause not in ('page', 'jmx')"
                        + " and offered > 1 order by id desc limit ?) latest order by id")
                .param(limit)
                .query((row, number) -> {
                    Instant started = HistoryRows.time(row, "started");
                    return new Night(
                            row.getLong("id"),
                            started,
                            Duration.between(started, HistoryRows.time(row, "ended")),
                            row.getLong("bytes"),
                            row.getLong("statements"),
                            row.getInt("ok")
                                    + row.getInt("warned")
                                    + row.getInt("unchanged")
                                    + row.getInt("skipped")
                                    + row.getInt("failed"));
                })
                .list();
    }

    /** The runs since the last one in which something failed, or which did not take place. */
    public Optional<Unbroken> unbroken() {
        return history.sql("select count(*) as runs, min(started) as since from run where state = 'finished'"
                        + " and id > coalesce((select max(id) from run where failed > 0"
                        + " or state in ('failed', 'missed', 'interrupted')), 0)")
                .query((row, number) -> new Unbroken(row.getInt("runs"), HistoryRows.time(row, "since")))
                .optional()
                .filter(unbroken -> unbroken.runs() > 0);
    }

    /** The processes that made runs since then. */
    public List<Worker> workers(Instant since) {
        return history.sql("select process, count(*) as runs, max(started) as latest from run"
                        + " where started >= ? and state <> 'missed' group by process order by latest desc")
                .param(since.getEpochSecond())
                .query((row, number) ->
                        new Worker(row.getString("process"), row.getInt("runs"), HistoryRows.time(row, "latest")))
                .list();
    }
}
