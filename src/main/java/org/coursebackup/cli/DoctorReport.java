package org.coursebackup.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.coursebackup.check.CheckFinding;
import org.coursebackup.flow.Pools;
import org.coursebackup.flow.RouteFiles;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.RunRow;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.run.Words;
import org.coursebackup.settings.Build;
import org.coursebackup.settings.ShownSettings;

/** The sections of what 'doctor' writes. Each is complete by itself: what can't be found out is said in its place. */
final class DoctorReport {
    private static final int RUNS = 20;
    private static final int LINES = 300;

    private final PrintStream out;
    private final Discreet discreet;

    DoctorReport(PrintStream out, Discreet discreet) {
        this.out = out;
        this.discreet = discreet;
    }

    void head(Instant now) {
        out.println("moodle-course-backup " + Build.version() + ", doctor, " + now);
        out.println();
        out.println("""
                In this file: versions; settings without secrets; what 'check' found; routes and definitions by name;
                the last runs in figures, with reasons; the last lines of the log if one was given.
                Not in it: passwords, keys and tokens; names and addresses of people; names of courses and files,
                which stand as numbers or as '…'. Addresses of servers and paths are in it. Read it before you
                send it.""");
    }

    void versions(Optional<Pools> pools) {
        section("Versions");
        out.println("Java " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch") + ", " + Runtime.getRuntime().availableProcessors()
                + " processors, heap "
                + Words.bytes(Runtime.getRuntime().maxMemory()));
        out.println("Encoding of file names " + System.getProperty("sun.jnu.encoding") + ", time zone "
                + ZoneId.systemDefault());
        pools.ifPresent(open -> {
            database("Moodle's database", open.moodle().connections());
            database("History", open.history());
            moodle(open.moodle());
        });
    }

    private void database(String what, DataSource source) {
        try (Connection connection = source.getConnection()) {
            out.println(what + ": " + connection.getMetaData().getDatabaseProductName() + " "
                    + connection.getMetaData().getDatabaseProductVersion() + ", driver "
                    + connection.getMetaData().getDriverVersion());
        } catch (SQLException away) {
            out.println(what + ": can't be reached: " + discreet.text(String.valueOf(away.getMessage())));
        }
    }

    private void moodle(MoodleDatabase moodle) {
        try {
            Map<String, String> known = new TreeMap<>();
            moodle.sql("select name, value from {config} where name in ('release', 'version', 'backup_version')")
                    .query(row -> {
                        known.put(row.getString(1), row.getString(2));
                    });
            out.println("Moodle " + known.get("release") + ", version " + known.get("version") + ", backup version "
                    + known.get("backup_version"));
        } catch (RuntimeException unreadable) {
            out.println("Moodle: " + discreet.text(String.valueOf(unreadable.getMessage())));
        }
    }

    void settings(ShownSettings shown) {
        section("Settings that are not the default");
        shown.settings().stream()
                .filter(setting -> !setting.byDefault())
                .forEach(setting -> out.println(setting.key() + " = "
                        + (setting.key().equals("report.user") ? "(set)" : discreet.text(setting.value())) + "  ["
                        + discreet.text(setting.source()) + "]"));
    }

    void check(List<CheckFinding> findings) {
        section("Check");
        findings.forEach(finding -> out.println((finding.obstacle() ? "PROBLEM  " : "notice   ")
                + discreet.text(finding.problem().toString())));
        if (findings.isEmpty()) {
            out.println("Everything a run needs is in place.");
        }
    }

    void files(Path folder) {
        section("Routes and definitions");
        Path routes = folder.resolve("routes");
        if (Files.isDirectory(routes)) {
            for (String name : names(routes)) {
                out.println("routes/" + name + ": "
                        + (RouteFiles.PACKAGED.contains(name)
                                ? delivered(routes.resolve(name), name) ? "as delivered" : "changed"
                                : "of this site"));
            }
            RouteFiles.PACKAGED.stream()
                    .filter(name -> !Files.exists(routes.resolve(name)))
                    .forEach(name -> out.println("routes/" + name + ": not there"));
        } else {
            out.println("routes: those in the jar");
        }
        Path definitions = folder.resolve("definitions");
        if (Files.isDirectory(definitions)) {
            names(definitions).forEach(name -> out.println("definitions/" + name));
        }
    }

    private static boolean delivered(Path file, String name) {
        try (InputStream packaged = DoctorReport.class.getResourceAsStream("/routes/" + name)) {
            return Arrays.equals(Files.readAllBytes(file), packaged.readAllBytes());
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException unreadable) {
            return List.of("can't be listed: " + unreadable.getMessage());
        }
    }

    void history(HistoryReader history) {
        section("History");
        try {
            Map<String, Long> courses = new TreeMap<>();
            history.eachCourse(course -> courses.merge(
                    course.last().result() == null
                            ? "never"
                            : course.last().result().toString(),
                    1L,
                    Long::sum));
            AtomicLong archives = new AtomicLong();
            AtomicLong bytes = new AtomicLong();
            AtomicLong damaged = new AtomicLong();
            history.eachArchive(row -> {
                archives.incrementAndGet();
                bytes.addAndGet(row.bytes());
                damaged.addAndGet(row.damaged() == null ? 0 : 1);
            });
            out.println("Courses by the result of their last run: " + courses);
            out.println(archives + " archives, " + Words.bytes(bytes.get()) + ", " + damaged + " damaged");
            for (RunRow run : history.runs(RUNS, 0)) {
                out.println(run.started() + " " + run.cause() + " " + run.state() + ", took "
                        + (run.took() == null ? "?" : Words.duration(run.took())) + ": " + run.offered() + " courses, "
                        + run.totals().ok() + " OK, " + run.totals().warned() + " warned, "
                        + run.totals().skipped()
                        + " skipped, " + run.totals().failed() + " failed, "
                        + Words.bytes(run.totals().bytes())
                        + (run.reason() == null ? "" : "; " + discreet.aboutCourses(run.reason())));
            }
            Map<String, Integer> reasons = new TreeMap<>();
            history.eachCourse(course -> {
                if (course.last().reason() != null) {
                    reasons.merge(
                            course.last().result() + ": "
                                    + discreet.aboutCourses(course.last().reason())
                                            .replaceAll("\\d+", "N"),
                            1,
                            Integer::sum);
                }
            });
            out.println("Reasons of courses' last runs, with their number:");
            reasons.forEach((reason, count) -> out.println(count + "  " + reason));
        } catch (RuntimeException unreadable) {
            out.println("It can't be read: " + discreet.text(String.valueOf(unreadable.getMessage())));
        }
    }

    void log(Path file) {
        section("Log");
        if (file == null) {
            out.println("None was given. With systemd: journalctl -u 'moodle-course-backup@*' -n " + LINES
                    + " > log.txt, then" + " doctor --log log.txt");
            return;
        }
        Deque<String> last = new ArrayDeque<>();
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            lines.forEach(line -> {
                last.addLast(line);
                if (last.size() > LINES) {
                    last.removeFirst();
                }
            });
            last.forEach(line -> out.println(discreet.aboutCourses(line)));
        } catch (IOException | UncheckedIOException unreadable) {
            out.println("It can't be read: " + unreadable.getMessage());
        }
    }

    private void section(String title) {
        out.println();
        out.println("== " + title);
    }
}
