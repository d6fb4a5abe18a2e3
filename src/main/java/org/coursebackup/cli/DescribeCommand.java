package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
                        + " upgrade of Moodle or a plugin. Makes no backup and changes nothing at the site.",
        footer = {
            "",
            "Examples:",
            "  describe",
            "  describe --script > describe.php    where PHP is on another machine",
            "  describe --from structures.json     what the script printed there",
            "Exit codes: 0 all is described; 3 a part of it; 1 nothing."
        })
final class DescribeCommand implements Callable<Integer> {
    private static final int IN_PART = 3;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--script",
            description = "Print the PHP script, to run where the site's PHP is: php describe.php FOLDER-OF-MOODLE >"
                    + " structures.json")
    private boolean script;

    @Option(names = "--from", paramLabel = "FILE", description = "Take what the script printed elsewhere.")
    private Path from;

    @Mixin
    private JsonOption json;

    /**
     * What {@code --json} prints.
     *
     * @param whole whether all components were asked
     * @param written how many definitions there are now in the folder
     */
    record Written(String moodle, boolean whole, int written, String folder, List<Description.Described> components) {}

    @Override
    public Integer call() throws Exception {
        if (script) {
            if (json.wanted()) {
                throw new ParameterException(
                        spec.commandLine(), "--script prints PHP, which is no JSON. Give one of the two.");
            }
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
        if (json.wanted()) {
            json.print(new Written(
                    description.moodle(), description.whole(), files, folder.toString(), description.components()));
            return description.complete() ? 0 : IN_PART;
        }
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
