package org.coursebackup.cli;

import org.coursebackup.flow.FlowException;
import org.coursebackup.run.Reason;
import org.coursebackup.run.RunActiveException;
import org.coursebackup.settings.SettingsException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Nightly course backups for Moodle, made beside Moodle. */
@Command(name = "moodle-course-backup", mixinStandardHelpOptions = true, version = "moodle-course-backup 1.0.0",
        description = "Nightly course backups for Moodle, made beside Moodle. Without a command it does what 'start' does.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {"", "Exit codes: 0 all good; 1 at least one course failed; 2 wrong usage or configuration;",
            "3 finished, at least one archive with warnings; 4 another run is active; 130 interrupted."},
        subcommands = {StartCommand.class, RunCommand.class, CheckCommand.class, StatusCommand.class, VerifyCommand.class, DemoCommand.class, InitCommand.class})
public final class Main implements Runnable {
    static final int FAILED = 1;
    static final int WRONG = 2;
    static final int BUSY = 4;

    /** The process ends with the exit code of the command. */
    public static void main(String[] arguments) {
        // H2's server mode, which lets 'status' read while 'start' runs, is for this machine only
        System.setProperty("h2.bindAddress", System.getProperty("h2.bindAddress", "127.0.0.1"));
        System.exit(execute(arguments));
    }

    /** Runs one command and returns its exit code; for tests, and for a command that runs another. */
    public static int execute(String... arguments) {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> report(failure))
                .execute(arguments.length == 0 ? new String[] {"start"} : arguments);
    }

    @Override
    public void run() {
        throw new IllegalStateException("a command is always given");
    }

    private static int report(Exception failure) {
        if (failure instanceof SettingsException settings) {
            System.err.println("The configuration will not do; nothing was started.");
            settings.problems().forEach(problem -> System.err.println("  " + problem));
            return WRONG;
        }
        if (failure instanceof RunActiveException) {
            System.err.println(failure.getMessage());
            return BUSY;
        }
        if (failure instanceof StartFailure) {
            System.err.println(failure.getMessage());
            return WRONG;
        }
        System.err.println(Reason.of(failure));
        if (!(failure instanceof FlowException) && !Reason.expected(failure)) {
            failure.printStackTrace();
        }
        return FAILED;
    }
}
