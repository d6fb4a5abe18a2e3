package org.coursebackup.history;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Figures of all courses or of a whole run, summed by the database. Thread-safe. */
public final class SiteFigures {
    /**
     * How many courses have a newest good archive of which age, each course counted once.
     *
     * @param none without any, although no skip rule wanted that
     * @param skipped without any, on purpose: a skip rule or somebody who excluded it says so
     * @param oldest as of when the oldest of the newest good archives is good; the epoch if no course has any
     */
    public record Ages(
            long courses, long day, long week, long month, long older, long none, long skipped, Instant oldest) {
        /** Age of the oldest of all courses' newest good archives; empty if no course has any. */
        public Optional<Duration> oldestAge(Instant now) {
            return oldest.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(Duration.between(oldest, now));
        }
    }

    /**
     * How archives that stay are read back again.
     *
     * @param damaged how many were found damaged and have no good copy
     * @param oldest when the one was read that was not read for longest; the epoch if there is none
     */
    public record Readings(long damaged, Instant oldest) {}

    /**
     * A stretch of a run.
     *
     * @param begins time since the run's start
     * @param done courses done in it
     * @param bytes size of the archives finished in it
     */
    public record Stretch(Duration begins, long done, long bytes) {}

    /**
     * What the courses of a run cost.
     *
     * @param statements number of SQL statements sent for them
     * @param took time spent on them, by all workers together
     */
    public record Effort(
            long statements,

            @JsonProperty("millis") @JsonSerialize(using = HistoryJson.Milliseconds.class)
            Duration took) {}

    /** In place of a result: all outcomes but those of courses that needed no archive. */
    public static final String WORKED_ON = "WORKED";

    private static final String CHOSEN = "run_id = :run and (:result = '' or result = :result" + " or :result = '"
            + WORKED_ON + "' and result not in ('SKIPPED', 'UNCHANGED'))";

    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcClient history;

    public SiteFigures(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    /**
     * Of archives in folders and on servers that are still targets.
     *
     * @param servers how the locations of the latter begin
     */
    public Readings readings(List<String> servers) {
        return history.sql("select sum(case when damaged is null then 0 else 1 end) as damaged,"
                        + " min(coalesce(checked, made)) as oldest from archive where removed is null"
                        + " and (location like '/%' or location like 'file:/%'"
                        + " or substring(location from 1 for ?) = ?".repeat(servers.size()) + ")")
                .params(servers.stream()
                        .flatMap(server -> Stream.<Object>of(server.length(), server))
                        .toList())
                .query((row, number) ->
                        new Readings(row.getLong("damaged"), Instant.ofEpochSecond(row.getLong("oldest"))))
                .single();
    }

    public Ages ages(Instant now) {
        return history.sql("select count(*) as courses, sum(case when good_as_of >= :day then 1 else 0 end) as fresh,"
                        + " sum(case when good_as_of >= :week and good_as_of < :day then 1 else 0 end) as week,"
                        + " sum(case when good_as_of >= :month and good_as_of < :week then 1 else 0 end) as mon,"
                        + " sum(case when good_as_of > 0 and good_as_of < :month then 1 else 0 end) as older,"
                        + " sum(case when good_as_of = 0 and not (status = '3' or " + Exclusions.EXCLUDED
                        + ":now)) then 1 else 0 end) as none,"
                        + " sum(case when good_as_of = 0 and (status = '3' or " + Exclusions.EXCLUDED
                        + ":now)) then 1 else 0 end) as skipped,"
                        + " coalesce(min(case when good_as_of > 0 then good_as_of end), 0) as oldest from course")
                .param("now", now.getEpochSecond())
                .param("day", now.minus(DAY).getEpochSecond())
                .param("week", now.minus(DAY.multipliedBy(7)).getEpochSecond())
                .param("month", now.minus(DAY.multipliedBy(30)).getEpochSecond())
                .query((row, n) -> new Ages(
                        row.getLong("courses"),
                        row.getLong("fresh"),
                        row.getLong("week"),
                        row.getLong("mon"),
                        row.getLong("older"),
                        row.getLong("none"),
                        row.getLong("skipped"),
                        HistoryRows.time(row, "oldest")))
                .single();
    }

    /**
     * What a run did over time, in stretches of that length (whole seconds); those in which no course ended are left
     * out.
     */
    public List<Stretch> throughput(RunRow run, Duration length) {
        // written out, since databases don't recognise an expression with parameters in GROUP BY as the selected one
        String stretch = "floor((ended - " + run.started().getEpochSecond() + ") / " + length.toSeconds() + ")";
        return history.sql("select " + stretch + ", count(*), sum(bytes) from outcome where run_id = ?"
                        + " and result <> 'GONE' group by " + stretch + " order by 1")
                .param(run.id())
                .query((row, n) -> new Stretch(length.multipliedBy(row.getLong(1)), row.getLong(2), row.getLong(3)))
                .list();
    }

    /** How the courses ended that a run is done with; for runs in progress, too. */
    public RunTotals totals(long runId) {
        Map<String, Integer> counts = new HashMap<>();
        long[] bytes = {0};
        Traffic[] traffic = {Traffic.NONE};
        history.sql("select result, count(*), sum(bytes), sum(cloned), sum(copied), sum(bytes_read) from outcome"
                        + " where run_id = ? group by result")
                .param(runId)
                .query(row -> {
                    counts.put(row.getString(1), row.getInt(2));
                    bytes[0] += row.getLong(3);
                    traffic[0] = traffic[0].plus(new Traffic(row.getLong(4), row.getLong(5), row.getLong(6)));
                });
        return new RunTotals(
                counts.getOrDefault("OK", 0),
                counts.getOrDefault("WARNING", 0),
                counts.getOrDefault("UNCHANGED", 0),
                counts.getOrDefault("SKIPPED", 0),
                counts.getOrDefault("FAILED", 0) + counts.getOrDefault("INTERRUPTED", 0),
                bytes[0],
                traffic[0]);
    }

    public Effort effort(long runId) {
        return history.sql(
                        "select coalesce(sum(statements), 0), coalesce(sum(millis), 0) from outcome where run_id = ?")
                .param(runId)
                .query((row, n) -> new Effort(row.getLong(1), Duration.ofMillis(row.getLong(2))))
                .single();
    }

    /** Outcomes of a run; failed ones first, then warnings, skips and the rest. {@code result} may be empty for all. */
    public List<Outcome> outcomes(long runId, String result, int limit, long offset) {
        return history.sql("select * from outcome where " + CHOSEN
                        + " order by case result when 'FAILED' then 0 when 'INTERRUPTED' then 1 when 'WARNING' then 2"
                        + " when 'SKIPPED' then 3 when 'UNCHANGED' then 4 else 5 end, course_id"
                        + " limit :limit offset :offset")
                .param("run", runId)
                .param("result", result)
                .param("limit", limit)
                .param("offset", offset)
                .query(HistoryRows::outcome)
                .list();
    }

    public long countOutcomes(long runId, String result) {
        return history.sql("select count(*) from outcome where " + CHOSEN)
                .param("run", runId)
                .param("result", result)
                .query(Long.class)
                .single();
    }
}
