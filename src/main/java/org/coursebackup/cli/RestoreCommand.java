package org.coursebackup.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.language.Text;
import org.coursebackup.report.RestoreHelp;
import org.coursebackup.report.ShellWords;
import org.coursebackup.settings.FallbackSettings;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.thin.WholeArchive;
import org.coursebackup.verify.ArchiveOverview;
import org.coursebackup.verify.Printable;

/** How an archive gets back into Moodle, or that it does. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Says how an archive gets back into Moodle, as a new course or, of an archive with one activity, into a"
                        + " course: the exact command, and the way through Moodle's pages. With --execute Moodle's own"
                        + " command is run, after a question.",
        footer = {
            "",
            "Examples:",
            "  restore 42                          how course 42 gets back",
            "  restore 42 --category 7 --execute   does it, as a new course there",
            "  restore activity.mbz --course 42    one activity, back into its course",
            "Exit codes of --execute: 0 Moodle says that it did it; 1 it does not."
        })
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "ARCHIVE|COURSE",
            description = "A file, the name of one in the target folder, or Moodle's id of a course for its newest.")
    private String archive;

    @Option(
            names = "--category",
            paramLabel = "ID",
            description = "Moodle's id of the course category that gets the course.")
    private Long category;

    @Option(
            names = "--course",
            paramLabel = "ID",
            description = "Moodle's id of the course that gets the activity, of an archive that has only one.")
    private Long course;

    @Option(
            names = "--execute",
            description = "Restores it now, on this machine's Moodle; needs --category, or --course for one activity.")
    private boolean execute;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "Of a thin archive (.mbz.thin), writes the complete one, which Moodle takes, to this new file.")
    private Path to;

    @Option(names = "--yes", description = "Answers the question of --execute, for scripts.")
    private boolean yes;

    @Mixin
    private JsonOption json;

    /**
     * How an archive gets back, as {@code --json} prints it.
     *
     * @param type {@code course}, {@code activity} or {@code section}; null if it is encrypted
     * @param course Moodle's id; 0 if it is encrypted
     */
    record Way(
            String type,
            long course,
            String shortname,
            String moodle,
            @JsonUnwrapped RestoreHelp help) {
        static Way of(ArchiveOverview overview, RestoreHelp help) {
            return new Way(
                    overview == null ? null : overview.type(),
                    overview == null ? 0 : overview.courseId(),
                    overview == null ? "" : overview.shortname(),
                    overview == null ? "" : overview.moodle(),
                    help);
        }
    }

    @Override
    public Integer call() throws Exception {
        if (execute && json.wanted()) {
            throw wrong("--json tells how an archive is restored; with --execute it is Moodle that prints. Give one of"
                    + " the two.");
        }
        Path file = NamedArchive.find(archive, spec).toAbsolutePath().normalize();
        if (AgeFile.named(file.getFileName().toString())) {
            if (json.wanted()) {
                json.print(Way.of(null, RestoreHelp.of(file, moodle(), category())));
                return 0;
            }
            say(file + " is encrypted. Where the private key is, decrypt it first, then restore what comes out:");
            say("  " + ShellWords.decryption(file.toString()));
            if (execute) {
                throw wrong("Nothing was restored, since this machine cannot read it.");
            }
            return 0;
        }
        ArchiveOverview overview = overview(file);
        if (ThinArchive.named(file.getFileName().toString())) {
            return thin(file, overview);
        }
        if (to != null) {
            throw wrong("--to: " + file + " is complete already; copy it.");
        }
        return complete(file, overview);
    }

    private int thin(Path file, ArchiveOverview overview) throws Exception {
        if (to != null) {
            Path whole = assembled(file, to.toAbsolutePath().normalize());
            if (!json.wanted()) {
                say("Written: " + whole);
            }
            return complete(whole, overview);
        }
        if (json.wanted()) {
            json.print(Way.of(overview, RestoreHelp.of(file, moodle(), category())));
            return 0;
        }
        if (!execute) {
            say(file + " is thin: Moodle cannot restore it, since the contents of its files are in the pool beside it."
                    + " Have the complete archive written first, then restore that:");
            say("  restore " + ShellWords.quoted(file.toString()) + " --to "
                    + ShellWords.quoted(ThinArchive.wholeName(file.getFileName().toString())));
            say("The page's link to it downloads the complete archive as well.");
            return 0;
        }
        Path folder = Files.createTempDirectory("restore");
        try {
            Path whole = folder.resolve(ThinArchive.wholeName(file.getFileName().toString()));
            return complete(assembled(file, whole), overview);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private Path assembled(Path thin, Path whole) {
        try {
            WholeArchive.write(thin, whole);
            return whole;
        } catch (FileAlreadyExistsException taken) {
            throw wrong(
                    "--to: there is already something called " + whole + "; it was not touched. Give another name.");
        } catch (IOException failure) {
            throw wrong("A complete archive could not be made of " + thin + ", and nothing is left of it: "
                    + Printable.reason(failure) + ". 'verify " + thin + "' says all that is wrong.");
        }
    }

    private Optional<FallbackSettings> moodle() {
        return SettingsLoader.withoutSite().map(Settings::fallback);
    }

    private String category() {
        return category == null ? RestoreHelp.CATEGORY : String.valueOf(category);
    }

    private int complete(Path file, ArchiveOverview overview) throws Exception {
        Optional<FallbackSettings> moodle = moodle();
        String into = course == null ? RestoreHelp.CATEGORY : String.valueOf(course);
        boolean whole = overview.wholeCourse();
        if (whole ? course != null : category != null) {
            throw wrong(
                    whole
                            ? "--course: " + file.getFileName() + " has a whole course, which becomes a new one; give"
                                    + " --category ID."
                            : "--category: " + file.getFileName() + " has only one " + overview.type()
                                    + ", which goes into a course that exists; give --course ID.");
        }
        if (execute) {
            List<String> command = whole
                    ? RestoreHelp.command(file.toString(), moodle, category())
                    : RestoreHelp.intoCourse(file.toString(), moodle, into);
            return executed(overview, command, moodle);
        }
        RestoreHelp help =
                whole ? RestoreHelp.of(file, moodle, category()) : RestoreHelp.ofActivity(file, moodle, into);
        if (json.wanted()) {
            json.print(Way.of(overview, help));
        } else if (whole) {
            course(overview, help);
        } else {
            activity(overview, help, moodle, into);
        }
        return 0;
    }

    private void course(ArchiveOverview overview, RestoreHelp help) {
        say("Course " + overview.courseId() + " (" + overview.shortname() + ") as it was in Moodle " + overview.moodle()
                + " is in");
        say("  " + help.place());
        heading("By the command line, on the Moodle server, as the web server's user (a new course in category "
                + category() + "):");
        say("  " + help.command());
        heading("Through Moodle's pages, as a new course:");
        steps(help.clicks());
        heading("Single activities, back into the course that exists:");
        steps(help.single());
        say("");
        older(overview, help);
    }

    private static void activity(
            ArchiveOverview overview, RestoreHelp help, Optional<FallbackSettings> moodle, String into) {
        String what = overview.type()
                + overview.sections().stream()
                        .flatMap(section -> section.activities().stream())
                        .findFirst()
                        .map(one -> " '" + one.title() + "' (" + one.module() + ")")
                        .orElse("");
        say("One " + what + " of course " + overview.courseId() + " (" + overview.shortname() + ") as it was in Moodle "
                + overview.moodle() + " is in");
        say("  " + help.place());
        heading("Through Moodle's pages, into a course that exists:");
        steps(help.clicks());
        Optional<Boolean> able = RestoreHelp.restoresIntoCourse(moodle);
        if (able.isPresent() && !able.get()) {
            say("");
            say("The command line of this machine's Moodle knows new courses only, so it is of no use here.");
        } else {
            heading("By the command line, on the Moodle server, as the web server's user (into course " + into + "):");
            say("  " + help.command());
            if (able.isEmpty()) {
                say("Moodle 4.1 does not know --courseid; restore_backup.php --help tells.");
            }
        }
        say("");
        older(overview, help);
    }

    private static void older(ArchiveOverview overview, RestoreHelp help) {
        say("A Moodle older than " + overview.moodle() + " may refuse it. 'verify " + ShellWords.quoted(help.place())
                + "' tells beforehand whether the file is as it was made.");
    }

    private static void heading(String text) {
        System.out.println();
        System.out.println(Tone.STRONG.of(Terminal.paragraph(Visible.of(text), 0, 0)));
    }

    private static void steps(List<Text> steps) {
        for (int i = 0; i < steps.size(); i++) {
            System.out.println("  " + (i + 1) + ". "
                    + Terminal.paragraph(Visible.of(steps.get(i).toString()), 5, 5));
        }
    }

    private int executed(ArchiveOverview overview, List<String> command, Optional<FallbackSettings> moodle)
            throws Exception {
        Optional<Path> dirroot = moodle.flatMap(FallbackSettings::dirroot);
        boolean whole = overview.wholeCourse();
        if (whole && category == null) {
            throw wrong("--execute needs --category ID: where shall the course go? Moodle's page Manage courses and"
                    + " categories shows the number in the address of each category.");
        }
        if (!whole && course == null) {
            throw wrong("--execute needs --course ID: which course shall get the " + overview.type()
                    + "? The address of a course's page ends in its number.");
        }
        if (dirroot.isEmpty() || !Files.isReadable(dirroot.get().resolve("config.php"))) {
            throw wrong("--execute runs the Moodle of this machine, but neither moodle.dirroot nor moodle.config says"
                    + " where that is. Nothing was restored.");
        }
        if (!whole && !RestoreHelp.restoresIntoCourse(moodle).orElse(false)) {
            throw wrong("The command of the Moodle in " + dirroot.get() + " restores into new courses only, so nothing"
                    + " was restored. Without --execute, the way through Moodle's pages is printed.");
        }
        String question = (whole
                        ? "Restore course " + overview.courseId() + " (" + overview.shortname()
                                + ") as a new course into category " + category
                        : "Add the " + overview.type() + " to course " + course)
                + " of the Moodle in " + dirroot.get() + "? [y/N] ";
        if (!yes && !agreed(Visible.of(question))) {
            say("Nothing was restored.");
            return Main.FAILED;
        }
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        String left = whole
                ? "A course that it began may be in the category: delete it before you try again."
                : "What it began may be in the course: look before you try again.";
        say(
                code == 0
                        ? "Moodle says that it restored the " + overview.type()
                                + "; look at it before you tell anybody."
                        : "Moodle's command ended with " + code + "; what it said is above. " + left);
        return code == 0 ? 0 : Main.FAILED;
    }

    @SuppressWarnings("SystemConsoleNull") // Main makes sure that it is null without a terminal on newer Java, too
    private boolean agreed(String question) {
        Console console = System.console();
        if (console == null) {
            throw wrong("There is no terminal to ask on, so nothing was restored. Add --yes in scripts.");
        }
        String answer = console.readLine("%s", question);
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }

    private ArchiveOverview overview(Path file) {
        try {
            return ArchiveOverview.of(file);
        } catch (IOException unreadable) {
            throw wrong(file + " cannot be read, so Moodle will not restore it: " + Printable.reason(unreadable)
                    + ". Take an older archive; 'archives' lists them.");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static void say(String line) {
        System.out.println(line.startsWith("  ") ? Visible.of(line) : Terminal.paragraph(Visible.of(line), 0, 0));
    }
}
