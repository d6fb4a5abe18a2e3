package org.coursebackup.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import org.coursebackup.course.Reason;
import org.coursebackup.flow.FlowException;
import org.coursebackup.flow.NotBegunException;
import org.coursebackup.run.RunActiveException;
import org.coursebackup.settings.Build;
import org.coursebackup.settings.DatabaseTrouble;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;

/** Nightly course backups for Moodle, made beside Moodle. */
@Command(
        name = "moodle-course-backup",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description =
                "Nightly course backups for Moodle, made beside Moodle. Without a command it does what 'start' does.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Examples:",
            "  demo --serve    see it work, on a small site of its own",
            "  check           is everything in place for a run?",
            "  run --dry-run   what would happen to each course",
            "  status          how the courses are",
            "\"help COMMAND\" tells what a command takes, with examples of it.",
            "",
            "Exit codes: 0 all good; 1 at least one course failed; 2 wrong usage or",
            "configuration; 3 at least one archive with warnings; 4 another run is",
            "active; 5 a database, the target or the file pool cannot be reached;",
            "6 to 8 a manifest does not vouch for its archive (help verify);",
            "130 interrupted."
        },
        subcommands = {
            StartCommand.class,
            RunCommand.class,
            CheckCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            StatusCommand.class,
            ArchivesCommand.class,
            ShowCommand.class,
            DiffCommand.class,
            ExportCommand.class,
            RestoreCommand.class,
            VerifyCommand.class,
            PinCommand.class,
            ExcludeCommand.class,
            PruneCommand.class,
            CompareCommand.class,
            DescribeCommand.class,
            ProveCommand.class,
            DrillCommand.class,
            DemoCommand.class,
            InitCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"moodle-course-backup " + Build.version()};
        }
    }

    private static final String LOG_FORMAT = "LOG_FORMAT";

    static final int FAILED = 1;
    static final int WRONG = 2;
    static final int BUSY = 4;
    static final int AWAY = 5;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description = "Folder of application.properties, routes/ and definitions/; relative paths are seen from"
                    + " it. Default: the working directory.")
    void config(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--config: there is no folder " + folder
                            + ". Give the folder that holds application.properties; 'init FOLDER' makes one.");
        }
        System.setProperty(
                SettingsLoader.FOLDER, folder.toAbsolutePath().normalize().toString());
    }

    /** The process ends with the exit code of the command. */
    public static void main(String[] arguments) {
        // H2's server mode, which lets 'status' read while 'start' runs, is for this machine only
        System.setProperty("h2.bindAddress", System.getProperty("h2.bindAddress", "127.0.0.1"));
        // from Java 22 on there is a console even without a terminal, unless this is set
        System.setProperty("jdk.console", System.getProperty("jdk.console", "java.base"));
        logFormat();
        System.exit(execute(arguments));
    }

    /** An unknown one must not mean that nothing is logged. */
    private static void logFormat() {
        String format = System.getProperty(LOG_FORMAT, System.getenv(LOG_FORMAT));
        if (format != null && !format.equals("text") && !format.equals("json")) {
            System.err.println("LOG_FORMAT: '" + Visible.of(format) + "' is neither text nor json; the log is text.");
            System.setProperty(LOG_FORMAT, "text");
        }
    }

    /** Runs one command and returns its exit code; for tests, and for a command that runs another. */
    public static int execute(String... arguments) {
        return commandLine().execute(arguments.length == 0 ? new String[] {"start"} : arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setColorScheme(Help.defaultColorScheme(Terminal.coloured() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpAutoWidth(Terminal.present())
                .setParameterExceptionHandler((wrong, given) -> refuse(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command, such as start.");
    }

    private static int refuse(ParameterException wrong) {
        System.err.println(Refusal.of(wrong));
        return wrong.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int report(Exception failure) {
        if (failure instanceof SettingsException settings) {
            System.err.println(
                    settings.away()
                            ? "What every run needs cannot be reached; nothing was started. Try again when it can."
                            : "The configuration is invalid; nothing was started.");
            settings.problems().forEach(problem -> System.err.println("  " + Visible.lines(problem.toString())));
            return settings.away() ? AWAY : WRONG;
        }
        if (failure instanceof RunActiveException) {
            System.err.println(Visible.lines(String.valueOf(failure.getMessage())));
            return BUSY;
        }
        if (failure instanceof StartFailure) {
            System.err.println(Visible.lines(String.valueOf(failure.getMessage())));
            return WRONG;
        }
        System.err.println(Visible.lines(Reason.of(failure)));
        if (failure instanceof NotBegunException
                || !(failure instanceof FlowException) && DatabaseTrouble.isAway(failure)) {
            return AWAY;
        }
        if (!(failure instanceof FlowException) && !Reason.expected(failure)) {
            failure.printStackTrace();
        }
        return FAILED;
    }
}
