package org.coursebackup.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.coursebackup.flow.Pools;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;

/** One file to send to whoever is asked for help. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Writes one text file to send when asking for help: versions, settings without secrets, what"
                + " 'check' finds, routes, the last runs, and the end of a log. Names of people, courses and files are"
                + " taken out. Nothing is sent; read it first.",
        footer = {"", "Examples:", "  doctor --to report.txt", "  doctor --log /var/log/moodle-course-backup.log"})
final class DoctorCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Where to; - for standard output. Default: doctor-DATE.txt in the working directory.")
    private Path to;

    @Option(names = "--log", paramLabel = "FILE", description = "A log of this program, of which the end goes in.")
    private Path log;

    @Mixin
    private JsonOption json;

    /** The file, as {@code --json} tells of it. */
    record Written(String file, long bytes) {}

    @Override
    public Integer call() throws IOException {
        if (log != null && !Files.isReadable(log)) {
            throw new ParameterException(spec.commandLine(), "--log: " + log + " cannot be read.");
        }
        if (to != null && to.toString().equals("-")) {
            if (json.wanted()) {
                throw new ParameterException(
                        spec.commandLine(), "--to - prints the report itself, which is no JSON. Give one of the two.");
            }
            write(System.out);
            return 0;
        }
        Path file = (to == null ? Path.of("doctor-" + MINUTE.format(Instant.now()) + ".txt") : to).toAbsolutePath();
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
                PrintStream text = new PrintStream(out, false, StandardCharsets.UTF_8)) {
            write(text);
        } catch (FileAlreadyExistsException taken) {
            throw new ParameterException(
                    spec.commandLine(),
                    file + " is there already, and was left as it is. Give another name with --to.");
        }
        if (json.wanted()) {
            json.print(new Written(file.toString(), Files.size(file)));
            return 0;
        }
        System.out.println("Wrote " + Visible.of(file.toString()) + ". Read it before you send it: its first lines say"
                + " what is in it, and what is not.");
        return 0;
    }

    private void write(PrintStream out) {
        Optional<Settings> settings = SettingsLoader.withoutSite();
        Discreet discreet = new Discreet(settings.map(Settings::secrets).orElse(List.of()));
        DoctorReport report = new DoctorReport(out, discreet);
        report.head(Instant.now());
        try (Pools pools = settings.map(Pools::new).orElse(null)) {
            report.versions(Optional.ofNullable(pools));
            report.settings(SettingsLoader.shown());
            report.check(CheckCommand.found());
            report.files(settings.map(Settings::folder).orElse(Path.of("")));
            if (pools != null) {
                HistoryReader history = new HistoryReader(pools.history());
                name(history, discreet);
                report.history(history);
            }
            report.log(log);
        }
        out.flush();
    }

    private static void name(HistoryReader history, Discreet discreet) {
        try {
            history.eachCourse(course -> discreet.course(
                    course.id(), course.name().shortname(), course.name().fullname()));
        } catch (RuntimeException unreadable) {
            // the report says so
        }
    }
}
