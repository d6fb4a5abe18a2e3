package org.coursebackup.faults;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code start} with a run every few seconds for an hour ({@code soak.minutes}) against a site that changes all the
 * time. The history keeps what is younger than a day, so what is older than five minutes is made to look older than
 * that: days go by, and a program that forgets what it should stays as large as it is.
 */
class LongSoak {
    private static final int EVERY_SECONDS = 5;
    /** kB that nobody minds, as the program sees it. */
    private static final long SMALL = 4_096;

    private static final long PAST = Duration.ofDays(3).toSeconds();
    /** By how much each may grow, by its linear trend, from the end of the warm-up (a third) to the end. */
    private static final long[] MAY_GROW = {3_000, 2, 4, 250, 2_048, 30};

    private final Duration length = Duration.ofMinutes(Long.getLong("soak.minutes", 60));

    @Test
    void heap_threads_descriptors_and_the_history_stay_as_they_are_however_many_runs_there_were() throws Exception {
        try (Installation site = Installation.on(DatabaseKind.MARIADB)) {
            int jmx = DatabaseServer.freePort();
            site.settings.put("schedule.cron", "*/" + EVERY_SECONDS + " * * * * ?");
            site.settings.put("history.keep-days", "1");
            site.settings.put("keep.deleted-days", "1");
            site.settings.put("com.sun.management.jmxremote.port", String.valueOf(jmx));
            site.settings.put("com.sun.management.jmxremote.authenticate", "false");
            site.settings.put("com.sun.management.jmxremote.ssl", "false");
            site.settings.put("com.sun.management.jmxremote.host", "127.0.0.1");
            Path history = site.folder.resolve("data/history.mv.db");
            List<long[]> samples;
            try (Program program = site.begin("start")) {
                program.await("Started.");
                try (Gauges gauges = new Gauges(jmx, history, site.backups)) {
                    samples = observe(site, program, gauges);
                }
                int code = program.stop(Duration.ofMinutes(1));
                assertThat(code).isIn(0, 130);
                assertThat(program.printed()).doesNotContain("\tat ", "OutOfMemory");
            }
            long stopped = Files.size(history) / 1024;
            long smallest = smallest(site, history) / 1024;
            JdbcTemplate own = new JdbcTemplate(site.history());
            long runs = own.queryForObject("select count(*) from run", Long.class);
            System.out.printf(
                    "After its end the history has %d kB, and %d kB would be enough for its %d runs.%n",
                    stopped, smallest, runs);
            List<String> grown = grown(samples);
            assertThat(grown).as("what grows without an end").isEmpty();
            assertThat(stopped).as("kB of the history when stopped").isLessThan(smallest + SMALL);
        }
    }

    private List<long[]> observe(Installation site, Program program, Gauges gauges) throws Exception {
        ChangingSite people =
                new ChangingSite(site.database, site.dataroot, new Random(Long.getLong("faults.seed", 1)));
        DataSource shared = site.history();
        JdbcTemplate own = new JdbcTemplate(shared);
        List<long[]> samples = new ArrayList<>();
        Instant end = Instant.now().plus(length);
        Duration between = length.dividedBy(120);
        Instant next = Instant.now().plus(between);
        Path file = Files.createDirectories(Path.of("target")).resolve("soak.csv");
        try (PrintWriter table = new PrintWriter(Files.newBufferedWriter(file))) {
            table.println("seconds," + String.join(",", Gauges.NAMES) + ",changes");
            while (Instant.now().isBefore(end)) {
                people.change();
                if (program.process.waitFor(1, TimeUnit.SECONDS)) {
                    throw new AssertionError("It ended:\n" + program.printed());
                }
                if (Instant.now().isAfter(next)) {
                    next = next.plus(between);
                    age(own);
                    long[] sample = gauges.sample();
                    samples.add(sample);
                    table.println(Duration.between(program.begun, Instant.now()).toSeconds() + ","
                            + String.join(
                                    ",",
                                    Arrays.stream(sample)
                                            .mapToObj(Long::toString)
                                            .toList())
                            + "," + people.changes());
                    table.flush();
                }
            }
        }
        System.out.println(people.changes() + " changes; the samples are in " + file);
        return samples;
    }

    /** What happened more than five minutes ago happened days ago. */
    private static void age(JdbcTemplate own) {
        long now = Instant.now().getEpochSecond();
        long[] span = {now - 300, now - 86_400};
        own.update(
                "update run set started = started - ?, ended = ended - ? where ended < ? and ended > ?",
                PAST,
                PAST,
                span[0],
                span[1]);
        own.update(
                "update archive set removed = removed - ? where removed < ? and removed > ?", PAST, span[0], span[1]);
        own.update(
                "update deleted_course set noticed = noticed - ? where noticed < ? and noticed > ?",
                PAST,
                span[0],
                span[1]);
    }

    /** Bytes that H2 needs at least for what is in the history, found on a copy. */
    private static long smallest(Installation site, Path history) throws Exception {
        Path copy = site.folder.resolve("copy.mv.db");
        Files.copy(history, copy, StandardCopyOption.REPLACE_EXISTING);
        String key = Files.readString(history.resolveSibling("history.key")).strip();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + site.folder.resolve("copy"), "", key);
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        }
        return Files.size(copy);
    }

    private static List<String> grown(List<long[]> samples) {
        List<String> grown = new ArrayList<>();
        List<long[]> warm = samples.subList(samples.size() / 3, samples.size());
        for (int i = 0; i < Gauges.NAMES.length; i++) {
            int column = i;
            double[] values =
                    warm.stream().mapToDouble(sample -> sample[column]).toArray();
            double growth = slope(values) * (values.length - 1);
            String line = String.format(
                    "%-20s first %6d, last %6d, least %6.0f, most %6.0f, trend %+8.1f (may be %+d)",
                    Gauges.NAMES[i],
                    samples.get(0)[i],
                    samples.get(samples.size() - 1)[i],
                    Arrays.stream(values).min().orElseThrow(),
                    Arrays.stream(values).max().orElseThrow(),
                    growth,
                    MAY_GROW[i]);
            System.out.println(line);
            if (growth > MAY_GROW[i]) {
                grown.add(line);
            }
        }
        return grown;
    }

    /** Of the line with the least squares, per sample. */
    private static double slope(double[] values) {
        double middle = (values.length - 1) / 2.0;
        double mean = Arrays.stream(values).average().orElseThrow();
        double above = 0;
        double below = 0;
        for (int i = 0; i < values.length; i++) {
            above += (i - middle) * (values[i] - mean);
            below += (i - middle) * (i - middle);
        }
        return above / below;
    }
}
