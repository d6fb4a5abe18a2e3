package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import org.coursebackup.archive.DefinitionFiles;
import org.coursebackup.describe.Description;
import org.coursebackup.describe.MoodlePhp;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;

/** Lets the site's own code tell what its archives hold, and writes that down as definitions. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description =
                "Asks the site's own code what its archives hold and writes definitions/generated/: once after each"
                        + " upgrade of Moodle or a plugin. Makes no backup and changes nothing at the site.")
final class DescribeCommand implements Callable<Integer> {
    private static final int IN_PART = 3;

    @Option(
            names = "--script",
            description = "Print the PHP script, to run where the site's PHP is: php describe.php FOLDER-OF-MOODLE >"
                    + " structures.json")
    private boolean script;

    @Option(names = "--from", paramLabel = "FILE", description = "Take what the script printed elsewhere.")
    private Path from;

    @Override
    public Integer call() throws Exception {
        if (script) {
            System.out.print(MoodlePhp.script());
            return 0;
        }
        Settings settings = SettingsLoader.load();
        Description description;
        try {
            description = from != null ? Description.of(from) : Description.of(php(settings));
        } catch (IOException failure) {
            System.err.println("Nothing was described. " + failure.getMessage());
            return Main.FAILED;
        }
        Path folder = settings.folder().resolve("definitions").resolve(DefinitionFiles.GENERATED);
        int files = description.write(folder);
        description.table().forEach(System.out::println);
        System.out.println(files + (files == 1 ? " definition" : " definitions") + " written to " + folder + "."
                + (description.whole()
                        ? ""
                        : " PHP ended before all components were asked; what is missing is not described."));
        return description.complete() ? 0 : IN_PART;
    }

    private static MoodlePhp php(Settings settings) throws IOException {
        return MoodlePhp.of(settings.fallback().php(), settings.fallback().dirroot());
    }
}
