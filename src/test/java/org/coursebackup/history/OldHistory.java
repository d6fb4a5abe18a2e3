package org.coursebackup.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import org.coursebackup.deliver.Outbox;
import org.coursebackup.history.CourseList.Query;
import org.coursebackup.history.CourseList.Sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** A history made by the program before its schema had versions. */
final class OldHistory {
    private static final long RUN = 1_795_753_672_132L;

    private OldHistory() {}

    static void make(DataSource database) {
        ResourceDatabasePopulator script =
                new ResourceDatabasePopulator(new ClassPathResource("history/before-versions.sql"));
        script.setSqlScriptEncoding("UTF-8");
        script.execute(database);
    }

    /** Reads every table, then checks that what is written is added to what was there. */
    static void isReadAndGoesOn(DataSource database) {
        History history = new History(database);
        HistoryReader reader = new HistoryReader(database);

        assertThat(reader.runs(10, 0))
                .extracting(RunRow::id, RunRow::state, RunRow::totals)
                .containsExactly(
                        tuple(1_795_840_072_000L, "running", RunTotals.NONE),
                        tuple(RUN, "finished", new RunTotals(1, 1, 0, 1, 1, 31_000)));
        assertThat(reader.outcomes(RUN, 10, 0))
                .extracting(outcome -> outcome.course().shortname(), Outcome::result)
                .containsExactly(
                        tuple("GARDEN", Result.OK),
                        tuple("HARBOUR", Result.SKIPPED),
                        tuple("MAPS", Result.WARNING),
                        tuple("LOST", Result.FAILED));
        assertThat(reader.warnings(RUN, 8)).containsExactly("A file is missing.", "Nobody described mod_bridge.");
        assertThat(reader.rowsByTable(RUN, 2)).isEqualTo(Map.of("forum", 2L, "forum_posts", 117L));
        assertThat(reader.unreadTables(RUN, 8)).isEqualTo(Map.of("bridge", 5L));
        assertThat(reader.archives(2))
                .extracting(ArchiveRow::location)
                .containsExactly("backup-moodle2-course-2-garden-20261127-0427.mbz", "sftp://backup/garden.mbz");
        assertThat(new CourseList(database).page(new Query("", "", Sort.ID, false), 10, 0))
                .extracting(course -> course.name().fullname())
                .containsExactly("Garden café", "Harbour", "Maps of old", "Lost", "Not yet run");
        assertThat(new Outbox(database).troubled(Instant.EPOCH, 10))
                .extracting(delivery -> delivery.error())
                .isEqualTo(List.of("Connection refused"));

        long run = history.begin("command", "a test", Instant.ofEpochSecond(1_795_900_000));
        assertThat(reader.runs(10, 0)).extracting(RunRow::id).startsWith(run).hasSize(3);
    }
}
