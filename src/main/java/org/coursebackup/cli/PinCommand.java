package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.course.RetentionStep;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.ArchiveNames;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;

/** Keeps an archive from retention, or lets it go again. */
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        description = "Keeps an archive whatever the rules keep.* say, until a day or for good; without a course it"
                + " prints the pins there are.",
        footer = {
            "",
            "Examples:",
            "  pin 42 --label \"exams of 2026\" --until 2027-09-30",
            "  pin 42 --remove",
            "  pin               which archives are pinned"
        })
final class PinCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "COURSE", description = "Moodle's id of the course.")
    private Long course;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ARCHIVE",
            description = "File name in the target folder. Default: the course's newest archive.")
    private String archive;

    @Option(names = "--label", paramLabel = "TEXT", description = "Why, for people.")
    private String label = "";

    @Option(names = "--until", paramLabel = "YYYY-MM-DD", description = "The last day on which it holds.")
    private LocalDate until;

    @Option(names = "--remove", description = "Takes the pin off.")
    private boolean remove;

    @Mixin
    private JsonOption json;

    /**
     * An archive and its pin, as {@code --json} prints it.
     *
     * @param until the last day on which it holds; null for good
     */
    record Line(String file, boolean pinned, String label, String until) {
        static Line of(String file, Pin pin) {
            return new Line(
                    file,
                    true,
                    pin.label(),
                    pin.until().map(LocalDate::toString).orElse(null));
        }
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        Path target = settings.target().directory();
        Clock clock = Clock.system(settings.schedule().zone());
        Pins pins = new Pins(target, clock);
        if (course == null) {
            list(pins.all());
            return 0;
        }
        String file;
        try (Pools pools = new Pools(settings)) {
            RetentionStep archives = new RetentionStep(
                    settings, new History(pools.history()), new HistoryReader(pools.history()), clock);
            file = archive == null ? newest(archives, target) : name(archives, target);
        }
        if (remove) {
            boolean was = pins.unpin(file);
            tell(new Line(file, false, "", null), was ? ": no longer pinned." : " was not pinned.");
            return 0;
        }
        Pin pin = new Pin(label, Optional.ofNullable(until));
        if (!pin.holds(LocalDate.now(clock))) {
            throw new ParameterException(
                    spec.commandLine(), "--until " + until + " is over, so nothing was pinned. Give a day to come.");
        }
        pins.pin(file, pin);
        tell(Line.of(file, pin), ": " + pin + ".");
        return 0;
    }

    private void list(Map<String, Pin> pins) throws IOException {
        if (json.wanted()) {
            json.print(pins.entrySet().stream()
                    .map(pin -> Line.of(pin.getKey(), pin.getValue()))
                    .toList());
            return;
        }
        pins.forEach((file, pin) -> System.out.println(Visible.of(file + ": " + pin)));
        if (pins.isEmpty()) {
            System.out.println("No archive is pinned.");
        }
    }

    private void tell(Line line, String words) throws IOException {
        if (json.wanted()) {
            json.print(List.of(line));
        } else {
            System.out.println(Visible.of(line.file() + words));
        }
    }

    private String name(RetentionStep archives, Path target) {
        String file = Path.of(archive).getFileName().toString();
        boolean ofCourse = ArchiveName.parse(file)
                        .filter(name -> name.courseId() == course)
                        .isPresent()
                || archives.knows(course, file);
        if (!ofCourse || !remove && !Files.isRegularFile(target.resolve(file))) {
            throw new ParameterException(
                    spec.commandLine(),
                    archive + " is not an archive of course " + course + " in " + target + ", so nothing was pinned."
                            + " 'prune --dry-run --course " + course + "' lists them.");
        }
        return file;
    }

    private String newest(RetentionStep archives, Path target) throws IOException {
        List<String> named = new ArchiveNames(target).of(course);
        return archives.newest(course)
                .or(() -> named.stream().findFirst())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "Course " + course + " has no archive in " + target + ", so nothing was pinned."));
    }
}
