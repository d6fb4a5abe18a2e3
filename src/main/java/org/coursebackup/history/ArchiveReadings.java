package org.coursebackup.history;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What is known about when archives were last read back, and what was found. Thread-safe. */
public final class ArchiveReadings {
    private final JdbcClient history;

    public ArchiveReadings(DataSource history) {
        this.history = JdbcClient.create(history);
    }

    /** Every archive that there is, one by one, those first that were not read for longest. */
    public void standing(Consumer<ArchiveRow> consumer) {
        history.sql("select * from archive where removed is null"
                        + " order by coalesce(checked, made), run_id, course_id, seq")
                .query(row -> {
                    consumer.accept(HistoryRows.archive(row, 0));
                });
    }

    /** The same archive's other places, except for those that were found damaged. */
    public List<ArchiveRow> otherPlaces(ArchiveRow archive) {
        return history.sql("select * from archive where run_id = ? and course_id = ? and location <> ?"
                        + " and removed is null and damaged is null order by seq")
                .params(archive.runId(), archive.courseId(), archive.location())
                .query(HistoryRows::archive)
                .list();
    }

    /** Whether this program removed it meanwhile. */
    public boolean removed(ArchiveRow archive) {
        return history.sql("select count(*) from archive where location = ? and removed is null")
                        .param(archive.location())
                        .query(Long.class)
                        .single()
                == 0;
    }

    /**
     * What was found lately: archives found damaged or gone since then, and others of which something is to be said
     * that were read in the last day; the latest first.
     */
    public List<ArchiveRow> findings(Instant since, Instant read, int most) {
        return history.sql("select * from archive where damaged >= ? or (finding is not null and removed is null"
                        + " and checked >= ?) order by coalesce(damaged, checked) desc, location limit ?")
                .params(since.getEpochSecond(), read.getEpochSecond(), most)
                .query(HistoryRows::archive)
                .list();
    }
}
