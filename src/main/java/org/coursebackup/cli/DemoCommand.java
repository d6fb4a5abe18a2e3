package org.coursebackup.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import org.coursebackup.demo.DemoFolder;

/** The main job on a made-up site, for anyone who wants to see it work before configuring anything. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Makes the embedded demo site unless it is there, runs the main job on it and shows the statuses.",
        footer = {"", "Examples:", "  demo", "  demo --serve"})
final class DemoCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "Where the demo lives; ./demo by default. Delete it to start over.",
            defaultValue = "demo")
    private Path folder;

    @Option(
            names = "--serve",
            description =
                    "Serves the report page afterwards, until stopped: what an administrator sees in the morning.")
    private boolean serve;

    @Override
    public Integer call() throws Exception {
        DemoFolder demo = new DemoFolder(folder);
        boolean made = demo.makeIfAbsent(Clock.systemUTC());
        System.out.println((made ? "Made a demo site in " : "The demo site is in ")
                + folder.toAbsolutePath().normalize());
        // As with -D on the command line: they take precedence over whatever is configured here.
        demo.embedded().properties().forEach(System::setProperty);
        int result = Main.execute("run");
        if (result == Main.WRONG || result == Main.BUSY || result == Main.AWAY) {
            return result;
        }
        System.out.println();
        Main.execute("status");
        System.out.println();
        System.out.println(
                "LOST failed and MAPS has a warning on purpose, HARBOUR was skipped by the rule for hidden courses.");
        System.out.println("The archives are in " + demo.backups() + "; Moodle restores them.");
        return serve ? Main.execute("start") : 0;
    }
}
