package org.coursebackup.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.EmbeddedHistory;
import org.coursebackup.settings.Database;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one night cost.
 *
 * @param name which night
 * @param program the process, from its start to its end
 * @param otherSeconds of processor time that all else on the machine needed meanwhile, which is the database server if
 *     nothing else was going on
 * @param archived courses of which an archive was made
 * @param unchanged courses that were found to be as their newest archive
 * @param statements SQL statements sent for courses
 * @param bytes sizes of the archives made
 */
record Cost(
        String name,
        MeasuredProgram program,
        double otherSeconds,
        int archived,
        int unchanged,
        long statements,
        long bytes) {

    /** A run of the whole site, each of whose courses has to end well. */
    static Cost of(String name, Path folder, Map<String, String> settings) throws Exception {
        double before = ProcessorTime.ofTheMachine();
        MeasuredProgram program = MeasuredProgram.run(folder, settings, "run", "--all");
        double otherSeconds = ProcessorTime.ofTheMachine() - before - program.processorSeconds();
        assertThat(program.exitCode()).as(program.printed()).isZero();
        Database history = new Database("jdbc:h2:file:" + folder.resolve("data/history"), "", "");
        JdbcTemplate own = new JdbcTemplate(EmbeddedHistory.of(history).orElseThrow());
        return own.queryForObject(
                "select ok, failed + warned as bad, bytes,"
                        + " (select count(*) from outcome where run_id = run.id and reason like 'unchanged%') as same,"
                        + " (select sum(statements) from outcome where run_id = run.id) as statements"
                        + " from run order by id desc limit 1",
                (row, number) -> {
                    assertThat(row.getInt("bad")).as(program.printed()).isZero();
                    return new Cost(
                            name,
                            program,
                            otherSeconds,
                            row.getInt("ok"),
                            row.getInt("same"),
                            row.getLong("statements"),
                            row.getLong("bytes"));
                });
    }

    Duration took() {
        return program.took();
    }

    long coursesAnHour() {
        return Math.round((archived + unchanged) / seconds(took()) * 3_600);
    }

    double megabytesASecond() {
        return bytes / 1e6 / seconds(took());
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
