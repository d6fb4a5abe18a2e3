package org.coursebackup.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import org.coursebackup.settings.Problem;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.settings.ShownSettings;
import org.coursebackup.settings.ShownSettings.Shown;

/** The settings as they are. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "The settings that count, and where each comes from.",
        footer = {"", "Examples:", "  config show --changed"},
        subcommands = ConfigCommand.Show.class)
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what: config show prints the settings that count.");
    }

    /** Prints them. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints each setting with the value that counts and where that comes from: -Dkey, the name of"
                    + " an environment variable, a file with a secret, application.properties, Moodle's config.php,"
                    + " Moodle's own setting, or the default. Secrets are masked. What is wrong is said at the end.",
            footer = {
                "",
                "Examples:",
                "  config show --changed   only what is not the default",
                "Exit codes: 0 the settings are valid; 2 they are not; 5 something is away."
            })
    static final class Show implements Callable<Integer> {
        @Option(names = "--changed", description = "Only those that are not the default.")
        private boolean changed;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() throws IOException {
            ShownSettings all = SettingsLoader.shown();
            List<Shown> shown = all.settings().stream()
                    .filter(setting -> !changed || !setting.byDefault())
                    .toList();
            if (json.wanted()) {
                json.print(new ShownSettings(shown, all.problems(), all.hints()));
            } else {
                print(shown);
                all.hints().forEach(hint -> System.err.println("Note: " + Visible.lines(hint.toString())));
                all.problems()
                        .forEach(problem ->
                                System.err.println(Tone.BAD.of("WRONG: ") + Visible.lines(problem.toString())));
            }
            if (all.problems().isEmpty()) {
                return 0;
            }
            return all.problems().stream().allMatch(Problem::away) ? Main.AWAY : Main.WRONG;
        }

        private static void print(List<Shown> settings) {
            int keys = settings.stream()
                    .mapToInt(setting -> setting.key().length())
                    .max()
                    .orElse(0);
            for (Shown setting : settings) {
                String value = setting.value().isEmpty() ? "(none)" : Visible.of(setting.value());
                String source = "[" + Visible.of(setting.source()) + "]";
                System.out.printf(
                        "%s = %-24s  %s%n",
                        Visible.column(setting.key(), keys),
                        value,
                        setting.byDefault() ? Tone.FAINT.of(source) : source);
            }
        }
    }
}
