package org.coursebackup.cli;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.annotation.JsonProperty;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import org.coursebackup.flow.Pools;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.run.Words;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;

/** Which archives there are. */
@Command(
        name = "archives",
        mixinStandardHelpOptions = true,
        description = "The archives that there are, wherever they are, by course, the newest first.",
        footer = {"", "Examples:", "  archives", "  archives 42   those of the course with Moodle's id 42"})
final class ArchivesCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    @Parameters(paramLabel = "COURSE", description = "Only those of these courses (Moodle's ids).")
    private final List<Long> courses = new ArrayList<>();

    @Mixin
    private JsonOption json;

    /**
     * One of them.
     *
     * @param state {@code good}, {@code incomplete} (status 4) or {@code damaged}
     * @param made in epoch seconds
     * @param readBack when it was last read back completely, in epoch seconds
     */
    record Line(
            @JsonProperty("course") long course,
            @JsonProperty("made") long made,
            @JsonProperty("bytes") long bytes,
            @JsonProperty("state") String state,
            @JsonProperty("readBack") long readBack,
            @JsonProperty("location") String location,
            @JsonProperty("pin") String pin) {}

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        List<Line> lines = new ArrayList<>();
        try (Pools pools = new Pools(settings)) {
            new History(pools.history());
            Map<String, Pin> pins = new Pins(
                            settings.target().directory(),
                            Clock.system(settings.schedule().zone()))
                    .all();
            new HistoryReader(pools.history()).eachArchive(row -> {
                if (courses.isEmpty() || courses.contains(row.courseId())) {
                    lines.add(line(row, pins));
                }
            });
        }
        if (json.wanted()) {
            json.print(lines);
        } else {
            print(lines, settings.schedule().zone());
        }
        return 0;
    }

    private static Line line(ArchiveRow row, Map<String, Pin> pins) {
        Pin pin = pins.get(row.fileName());
        return new Line(
                row.courseId(),
                row.made().getEpochSecond(),
                row.bytes(),
                row.damaged() != null ? "damaged" : row.result() == Result.WARNING ? "incomplete" : "good",
                row.readBack().getEpochSecond(),
                row.location(),
                pin == null ? null : pin.toString());
    }

    private static Tone tone(String state) {
        return switch (state) {
            case "good" -> Tone.GOOD;
            case "incomplete" -> Tone.WARNING;
            default -> Tone.BAD;
        };
    }

    private static void print(List<Line> lines, ZoneId zone) {
        System.out.println(Tone.STRONG.of(String.format(
                "%8s  %-16s  %9s  %-10s  %-15s  %s", "COURSE", "MADE", "SIZE", "STATE", "READ BACK", "WHERE")));
        for (Line line : lines) {
            System.out.printf(
                    "%8d  %-16s  %9s  %s  %-15s  %s%n",
                    line.course(),
                    MINUTE.format(Instant.ofEpochSecond(line.made()).atZone(zone)),
                    Words.bytes(line.bytes()),
                    tone(line.state()).of(Visible.column(line.state(), 10)),
                    Words.duration(Duration.between(Instant.ofEpochSecond(line.readBack()), Instant.now())) + " ago",
                    Terminal.last(
                            Visible.of(line.location() + (line.pin() == null ? "" : " (" + line.pin() + ")")), 10));
        }
        long bytes = lines.stream().mapToLong(Line::bytes).sum();
        long courses = lines.stream().mapToLong(Line::course).distinct().count();
        System.out.println(
                lines.isEmpty()
                        ? "There is no archive yet."
                        : lines.size() + (lines.size() == 1 ? " archive of " : " archives of ") + courses
                                + (courses == 1 ? " course, " : " courses, ") + Words.bytes(bytes) + ".");
    }
}
