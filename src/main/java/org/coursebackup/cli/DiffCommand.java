package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.export.ArchiveDifference;
import org.coursebackup.export.ArchiveDifference.Change;
import org.coursebackup.export.ArchiveDifference.FileChange;
import org.coursebackup.export.ArchiveDifference.RowChange;
import org.coursebackup.report.ShellWords;
import org.coursebackup.run.Words;
import org.coursebackup.verify.Printable;

/** What changed in a course from one archive to another. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = "What changed in a course from one archive to another: sections, activities and files added,"
                + " removed or changed, with the number of rows of each kind. 'compare' is stricter: it tells whether"
                + " two archives hold the same down to the last element.",
        footer = {
            "",
            "+ was added, - was removed, ~ was changed; with numbers, so many rows.",
            "Examples:",
            "  diff last-week.mbz 42   what changed in course 42 since then",
            "  diff one.mbz other.mbz"
        })
final class DiffCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "BEFORE",
            description = "The earlier archive: a file, the name of one in the target folder, or Moodle's id of a"
                    + " course for its newest.")
    private String before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "The later one.")
    private String after;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        Path from = plain(before);
        Path to = plain(after);
        ArchiveDifference difference;
        try {
            difference = ArchiveDifference.of(from, to);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(),
                    "They cannot be compared: " + Visible.of(Printable.reason(unreadable))
                            + ". 'verify' says all that is wrong with an archive.");
        }
        if (difference.before().course() != difference.after().course()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "They are archives of different courses, "
                            + difference.before().course() + " and "
                            + difference.after().course() + ", so nothing was compared.");
        }
        if (json.wanted()) {
            json.print(difference);
        } else {
            print(difference);
        }
        return 0;
    }

    private Path plain(String words) throws Exception {
        Path file = NamedArchive.find(words, spec);
        if (AgeFile.named(file.getFileName().toString())) {
            throw new ParameterException(
                    spec.commandLine(),
                    file + " is encrypted, so it cannot be compared. Where the private key is, decrypt it first: "
                            + ShellWords.decryption(file.toString()));
        }
        return file;
    }

    private static void print(ArchiveDifference difference) {
        say("Course " + difference.after().course() + " (" + difference.after().shortname() + ") from "
                + MINUTE.format(difference.before().begun()) + " to "
                + MINUTE.format(difference.after().begun()));
        if (!difference.before().moodle().equals(difference.after().moodle())) {
            say("Moodle was upgraded from " + difference.before().moodle() + " to "
                    + difference.after().moodle() + ", so that documents may differ in form, too.");
        }
        if (difference.none()) {
            say("Nothing changed.");
        }
        changes("Sections", difference.sections());
        changes("Activities and resources", difference.activities());
        changes("The course as a whole", difference.course());
        if (!difference.files().isEmpty()) {
            heading("Files");
            for (FileChange file : difference.files()) {
                item(file.what(), file.owner() + " " + file.path() + " (" + Words.bytes(file.bytes()) + ")");
            }
        }
    }

    private static void changes(String what, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        heading(what);
        for (Change change : changes) {
            // Moodle gives a section without a name its number
            String title = change.title().matches("\\d*") ? "Section " + change.title() : change.title();
            item(change.what(), title);
            change.rows().stream()
                    .collect(Collectors.groupingBy(RowChange::document, TreeMap::new, Collectors.toList()))
                    .forEach((document, rows) -> say("      "
                            + (document.equals(change.where()) ? "" : document + ": ")
                            + rows.stream().map(DiffCommand::words).collect(Collectors.joining(", "))));
        }
    }

    private static String words(RowChange rows) {
        return rows.row() + " "
                + List.of(counted("+", rows.added()), counted("-", rows.removed()), counted("~", rows.changed()))
                        .stream()
                        .filter(words -> !words.isEmpty())
                        .collect(Collectors.joining(" "));
    }

    private static String counted(String sign, long count) {
        return count == 0 ? "" : sign + count;
    }

    private static String sign(String what) {
        return switch (what) {
            case "added" -> "+";
            case "removed" -> "-";
            default -> "~";
        };
    }

    private static Tone tone(String what) {
        return switch (what) {
            case "added" -> Tone.GOOD;
            case "removed" -> Tone.BAD;
            default -> Tone.WARNING;
        };
    }

    private static void item(String what, String text) {
        System.out.println("  " + tone(what).of(sign(what)) + " " + Visible.of(text));
    }

    private static void heading(String text) {
        System.out.println();
        System.out.println(Tone.STRONG.of(text));
    }

    private static void say(String line) {
        System.out.println(Visible.of(line));
    }
}
