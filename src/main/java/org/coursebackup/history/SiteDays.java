package org.coursebackup.history;

import java.time.LocalDate;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

import org.coursebackup.history.SiteFigures.Ages;

/** What the site looked like day by day. A day on which the program did not run is missing. Thread-safe. */
public final class SiteDays {
    private static final int KEPT_DAYS = 400;

    private final JdbcClient history;

    public SiteDays(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    /** Records a day, or what it looks like by now; days of more than a year ago are forgotten. */
    public synchronized void record(SiteDay day) {
        String columns = "courses = :courses, fresh = :fresh, week = :week, mon = :mon, older = :older, none = :none,"
                + " skipped = :skipped, oldest = :oldest, free = :free, total = :total";
        String names = columns.replaceAll(" = :\\w+", "");
        if (write("update site_day set " + columns + " where epoch_day = :day", day) == 0) {
            try {
                write(
                        "insert into site_day (epoch_day, " + names + ") values (:day, :" + names.replace(", ", ", :")
                                + ")",
                        day);
            } catch (DuplicateKeyException another) {
                write("update site_day set " + columns + " where epoch_day = :day", day);
            }
            history.sql("delete from site_day where epoch_day < ?")
                    .param(day.day().toEpochDay() - KEPT_DAYS)
                    .update();
        }
    }

    /** The days from that one on, oldest first. */
    public List<SiteDay> since(LocalDate first) {
        return history.sql("select * from site_day where epoch_day >= ? order by epoch_day")
                .param(first.toEpochDay())
                .query((row, number) -> new SiteDay(
                        LocalDate.ofEpochDay(row.getLong("epoch_day")),
                        new Ages(
                                row.getLong("courses"),
                                row.getLong("fresh"),
                                row.getLong("week"),
                                row.getLong("mon"),
                                row.getLong("older"),
                                row.getLong("none"),
                                row.getLong("skipped"),
                                HistoryRows.time(row, "oldest")),
                        row.getLong("free"),
                        row.getLong("total")))
                .list();
    }

    private int write(String sql, SiteDay day) {
        Ages ages = day.ages();
        return history.sql(sql)
                .param("day", day.day().toEpochDay())
                .param("courses", ages.courses())
                .param("fresh", ages.day())
                .param("week", ages.week())
                .param("mon", ages.month())
                .param("older", ages.older())
                .param("none", ages.none())
                .param("skipped", ages.skipped())
                .param("oldest", ages.oldest().getEpochSecond())
                .param("free", day.free())
                .param("total", day.total())
                .update();
    }
}
