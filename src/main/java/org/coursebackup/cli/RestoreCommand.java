package org.coursebackup.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.encrypt.AgeFile;
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
                "Says how an archive gets back into Moodle as a new course: the exact command, and the way through"
                        + " Moodle's pages. With --execute Moodle's own command is run, after a question.",
        footer = {"", "Exit code of --execute: Moodle's; 1 where that is not 0."})
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

    @Option(names = "--execute", description = "Restores it now, on this machine's Moodle; needs --category.")
    private boolean execute;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description =
                    "Of a thin archive (.mbz.thin), writes the complete one, which Moodle takes, to this new file.")
    private Path to;

    @Option(names = "--yes", description = "Answers the question of --execute, for scripts.")
    private boolean yes;

    @Override
    public Integer call() throws Exception {
        Path file = NamedArchive.find(archive, spec).toAbsolutePath().normalize();
        if (AgeFile.named(file.getFileName().toString())) {
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
            say("Written: " + whole);
            return complete(whole, overview);
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

    private int complete(Path file, ArchiveOverview overview) throws Exception {
        Optional<FallbackSettings> moodle = SettingsLoader.withoutSite().map(Settings::fallback);
        String wanted = category == null ? RestoreHelp.CATEGORY : String.valueOf(category);
        if (execute) {
            return executed(
                    overview,
                    RestoreHelp.command(file.toString(), moodle, wanted),
                    moodle.flatMap(FallbackSettings::dirroot));
        }
        RestoreHelp help = RestoreHelp.of(file, moodle, wanted);
        say("Course " + overview.courseId() + " (" + overview.shortname() + ") as it was in Moodle " + overview.moodle()
                + " is in");
        say("  " + help.place());
        say("");
        say("By the command line, on the Moodle server, as the web server's user (a new course in category " + wanted
                + "):");
        say("  " + help.command());
        say("");
        say("Through Moodle's pages, as a new course:");
        steps(help.clicks());
        say("Single activities, back into the course that exists:");
        steps(help.single());
        say("A Moodle older than " + overview.moodle() + " may refuse it. 'verify " + file.getFileName()
                + "' tells beforehand whether the file is as it was made.");
        return 0;
    }

    private static void steps(List<String> steps) {
        for (int i = 0; i < steps.size(); i++) {
            say("  " + (i + 1) + ". " + steps.get(i));
        }
    }

    private int executed(ArchiveOverview overview, List<String> command, Optional<Path> dirroot) throws Exception {
        if (category == null) {
            throw wrong("--execute needs --category ID: where shall the course go? Moodle's page Manage courses and"
                    + " categories shows the number in the address of each category.");
        }
        if (dirroot.isEmpty() || !Files.isReadable(dirroot.get().resolve("config.php"))) {
            throw wrong("--execute runs the Moodle of this machine, but neither moodle.dirroot nor moodle.config says"
                    + " where that is. Nothing was restored.");
        }
        String question = "Restore course " + overview.courseId() + " (" + overview.shortname()
                + ") as a new course into category " + category + " of the Moodle in " + dirroot.get() + "? [y/N] ";
        if (!yes && !agreed(Visible.of(question))) {
            say("Nothing was restored.");
            return Main.FAILED;
        }
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        say(
                code == 0
                        ? "Moodle says that it restored the course; look at it before you tell anybody."
                        : "Moodle's command ended with " + code
                                + "; what it said is above. A course that it began may be in the"
                                + " category: delete it before you try again.");
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
        System.out.println(Visible.of(line));
    }
}
