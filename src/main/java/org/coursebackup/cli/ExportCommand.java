package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.export.ArchiveExport;
import org.coursebackup.export.ArchiveExport.CutOut;
import org.coursebackup.export.ArchiveExport.Exported;
import org.coursebackup.export.DatedArchives;
import org.coursebackup.export.DatedArchives.Found;
import org.coursebackup.export.Destination;
import org.coursebackup.export.FetchedArchives;
import org.coursebackup.export.NoSuchActivityException;
import org.coursebackup.export.StoredCopy;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.report.ShellWords;
import org.coursebackup.run.Words;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Printable;

/** A course as it was, or one activity of it, as a file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a course as it was at some time, or one activity of it, into a file that Moodle restores."
                + " It is compared with what was made while it is copied; a file that is there is not touched.",
        footer = {
            "",
            "Examples:",
            "  export 42 --at 2026-11-20             the course as it was that evening",
            "  export 42 --activity 1234 --to /tmp   the activity with id=1234 in its",
            "                                        address",
            "\"show 42\" lists the activities with their numbers.",
            "Exit codes: 0 written; 3 written, but the course had more than is in it;",
            "1 every copy is damaged or out of reach, so that nothing was written."
        })
final class ExportCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int WARNED = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "COURSE", description = "Moodle's id of the course.")
    private long course;

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "As it was then: the newest good archive begun by the end of that day (YYYY-MM-DD) or minute"
                    + " (YYYY-MM-DDTHH:MM). Default: the newest.")
    private String at;

    @Option(
            names = "--activity",
            paramLabel = "ID",
            description = "Only this activity or resource, by its course module id: the number in the address of its"
                    + " page.")
    private Long activity;

    @Option(
            names = "--to",
            paramLabel = "FILE|FOLDER",
            description = "Where to. Default: the working directory. Without a file's name it gets Moodle's.")
    private Path to = Path.of("");

    @Option(names = "--overwrite", description = "A file that is there is replaced, once the new one is whole.")
    private boolean overwrite;

    @Option(
            names = "--identity",
            paramLabel = "FILE",
            description = "Private key of age, to decrypt an encrypted archive. Without it the archive is handed out"
                    + " encrypted, and an activity cannot be cut out of it.")
    private Path identity;

    @Mixin
    private JsonOption json;

    /**
     * The file, as {@code --json} tells of it.
     *
     * @param asOf when the archive was begun
     * @param encrypted whether the file still is
     * @param witness what says that it is what was made
     * @param activity null for a whole course
     * @param complete whether the archive has all that there was
     * @param lacks what the file lacks of what the archive or the course had, as far as that is known here
     */
    record Written(
            String file,
            long bytes,
            long course,
            Instant asOf,
            boolean encrypted,
            String witness,
            Activity activity,
            boolean complete,
            List<String> lacks) {}

    /** An activity that was cut out. */
    record Activity(long courseModule, String module, String title) {}

    @Override
    public Integer call() throws Exception {
        Settings settings = SettingsLoader.load();
        ZoneId zone = settings.schedule().zone();
        if (identity != null && !Files.isReadable(identity)) {
            throw wrong("--identity: " + identity + " cannot be read.");
        }
        Found found;
        try (Pools pools = new Pools(settings)) {
            new History(pools.history());
            found = new DatedArchives(
                            new HistoryReader(pools.history()),
                            new ArchivePlaces(
                                    pools.moodle(), settings.moodle().site().filedir()),
                            settings.target().directory(),
                            zone)
                    .newest(course, until(zone));
        }
        if (found.none()) {
            throw wrong("Course " + course + " has no good archive" + (at == null ? "" : " begun by " + at)
                    + ", so nothing was written. 'archives " + course + "' lists those there are.");
        }
        ArchiveExport export =
                new ArchiveExport(new ManifestKey(settings.target().manifestKey()).trustedOrNone());
        List<String> refused = new ArrayList<>();
        for (StoredCopy copy : found.here()) {
            Optional<Integer> written = written(export, copy, copy.file().toString(), zone, refused);
            if (written.isPresent()) {
                return written.get();
            }
        }
        return fetched(settings, export, found.elsewhere(), refused);
    }

    /** Those on servers come last: what is here need not be fetched. */
    private int fetched(Settings settings, ArchiveExport export, List<ArchiveRow> rows, List<String> refused)
            throws IOException {
        List<String> away = new ArrayList<>();
        try (FetchedArchives servers = new FetchedArchives(settings, room(), Clock.systemUTC())) {
            for (ArchiveRow row : rows) {
                Optional<StoredCopy> copy = Optional.empty();
                try {
                    copy = servers.fetch(row);
                    if (copy.isEmpty()) {
                        away.add(row.location());
                    }
                } catch (IOException unusable) {
                    refused.add(row.location() + ": " + Printable.reason(unusable));
                }
                Optional<Integer> written = copy.isEmpty()
                        ? Optional.empty()
                        : written(
                                export,
                                copy.get(),
                                row.location(),
                                settings.schedule().zone(),
                                refused);
                if (written.isPresent()) {
                    return written.get();
                }
            }
        }
        return failed(away, refused);
    }

    /** @return the exit code; empty if this one can't be handed out, which is added to those refused */
    private Optional<Integer> written(
            ArchiveExport export, StoredCopy copy, String where, ZoneId zone, List<String> refused) {
        try {
            return Optional.of(activity == null ? whole(export, copy, zone) : cut(export, copy, zone));
        } catch (NoSuchActivityException none) {
            throw wrong("The archive of " + MINUTE.format(copy.begun().atZone(zone)) + " has no activity " + activity
                    + ", so nothing was written. 'show " + where + "' lists those it has; with --at an earlier one is"
                    + " taken.");
        } catch (FileAlreadyExistsException taken) {
            throw wrong(taken.getMessage() + " is there already, and was left as it is. Give another name with --to,"
                    + " or --overwrite.");
        } catch (IOException unusable) {
            refused.add(where + ": " + Printable.reason(unusable));
            return Optional.empty();
        }
    }

    private int whole(ArchiveExport export, StoredCopy copy, ZoneId zone) throws IOException {
        boolean decrypt = copy.encrypted() && identity != null;
        String name = decrypt ? AgeFile.plainName(copy.name()) : ThinArchive.wholeName(copy.name());
        Exported file;
        try (Destination destination = new Destination(place(name), overwrite)) {
            file = decrypt ? export.decrypted(copy, identity, destination) : export.whole(copy, destination);
        }
        if (json.wanted()) {
            json.print(new Written(
                    file.file().toString(),
                    file.bytes(),
                    course,
                    copy.begun(),
                    copy.encrypted() && !decrypt,
                    file.witness(),
                    null,
                    !copy.incomplete(),
                    file.warnings()));
            return code(copy, file.warnings());
        }
        say(file.file() + " (" + Words.bytes(file.bytes()) + ")");
        say("Course " + course + " as it was on " + MINUTE.format(copy.begun().atZone(zone))
                + "; it is what was made, by " + file.witness() + ".");
        if (copy.encrypted() && !decrypt) {
            say("It is encrypted. Where the private key is: "
                    + ShellWords.decryption(file.file().toString()));
        } else {
            say("To restore it: restore " + ShellWords.quoted(file.file().toString()));
        }
        return incomplete(copy, List.of());
    }

    private int cut(ArchiveExport export, StoredCopy copy, ZoneId zone) throws IOException {
        if (copy.encrypted() && identity == null) {
            throw wrong(copy.file() + " is encrypted, so no activity can be cut out of it here. Where the private key"
                    + " is, add --identity KEYFILE, or decrypt it: "
                    + ShellWords.decryption(copy.file().toString()));
        }
        CutOut cut = export.activity(copy, Optional.ofNullable(identity), activity, zone, this::place, overwrite);
        if (json.wanted()) {
            json.print(new Written(
                    cut.exported().file().toString(),
                    cut.exported().bytes(),
                    course,
                    cut.begun(),
                    false,
                    cut.exported().witness(),
                    new Activity(cut.courseModule(), cut.module(), cut.title()),
                    cut.exported().warnings().isEmpty(),
                    cut.exported().warnings()));
            return code(copy, cut.exported().warnings());
        }
        say(cut.exported().file() + " (" + Words.bytes(cut.exported().bytes()) + ")");
        say("The " + cut.module() + " '" + cut.title() + "' of course " + course + " as it was on "
                + MINUTE.format(cut.begun().atZone(zone)) + "; what was read for it is what was made, by "
                + cut.exported().witness() + ".");
        say("To get it back: in the course that is to have it, Course reuse > Restore, put the file under Import a"
                + " backup file, and choose Merge the backup course into this course.");
        return incomplete(copy, cut.exported().warnings());
    }

    private int incomplete(StoredCopy copy, List<String> warnings) {
        warnings.forEach(warning -> say("It lacks: " + warning));
        if (copy.incomplete() && activity == null) {
            say("The course had more than is in it (status 4); 'status --course " + course + "' says what.");
        }
        return code(copy, warnings);
    }

    private int code(StoredCopy copy, List<String> warnings) {
        return warnings.isEmpty() && !(copy.incomplete() && activity == null) ? 0 : WARNED;
    }

    private int failed(List<String> away, List<String> refused) {
        System.err.println(Visible.lines("Nothing was written: "
                + (refused.isEmpty()
                        ? "the archive is not within reach of this machine."
                        : "no copy of the archive can be handed out.")));
        refused.forEach(line -> System.err.println("  " + Visible.of(line)));
        away.forEach(place -> System.err.println("  " + Visible.of(place) + ": not on this machine, or"
                + " not there any more; fetch it from there, then 'verify' and 'restore' take the file"));
        System.err.println("An earlier one is taken with --at; 'archives " + course + "' lists them.");
        return Main.FAILED;
    }

    /** For what is fetched: where there has to be room for what is written as well. */
    private Path room() {
        Path target = to.toAbsolutePath();
        return Files.isDirectory(target) ? target : target.getParent();
    }

    private Path place(String name) {
        return Files.isDirectory(to.toAbsolutePath()) ? to.resolve(name) : to;
    }

    private Instant until(ZoneId zone) {
        if (at == null) {
            return Instant.MAX;
        }
        try {
            return at.length() > 10
                    ? LocalDateTime.parse(at.replace(' ', 'T'))
                            .plusMinutes(1)
                            .atZone(zone)
                            .toInstant()
                            .minusSeconds(1)
                    : LocalDate.parse(at)
                            .plusDays(1)
                            .atStartOfDay(zone)
                            .toInstant()
                            .minusSeconds(1);
        } catch (DateTimeParseException unreadable) {
            throw wrong("--at: '" + at + "' is no day (2026-11-20) and no minute of one (2026-11-20T03:00).");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), Visible.lines(message));
    }

    private static void say(String line) {
        System.out.println(Visible.of(line));
    }
}
