package org.coursebackup.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import org.coursebackup.settings.PackagedSettings;

/** The pages of the book that are made: settings from {@code application.properties}, commands from picocli's model. */
final class ReferencePages {
    private static final Pattern TIER = Pattern.compile("# -{5,} (\\w+)");
    private static final Pattern KEY = Pattern.compile("#?([a-z][a-z.-]*)=(.*)");
    private static final String MADE =
            "<!-- Made from %s by `mvn test -Dtest=BookTest -Dbook.write=true`; don't edit. -->\n";

    private ReferencePages() {}

    /** Each setting with its default and what the file says of it. */
    static String settings() {
        StringBuilder page =
                new StringBuilder("# Every setting\n\n" + MADE.formatted("`application.properties`") + "\n");
        List<String> comment = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (String line : PackagedSettings.text().split("\n")) {
            Matcher tier = TIER.matcher(line);
            Matcher key = KEY.matcher(line);
            if (tier.lookingAt()) {
                block(page, comment, keys);
                String name = tier.group(1);
                page.append("## ")
                        .append(name.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(name.substring(1))
                        .append("\n\n");
            } else if (key.matches()) {
                keys.add(key(key.group(1), key.group(2)));
            } else {
                if (!keys.isEmpty() || line.isEmpty()) {
                    block(page, comment, keys);
                }
                if (line.startsWith("#") && line.length() > 1) {
                    comment.add(line.substring(1).strip());
                } else if (line.startsWith("#")) {
                    block(page, comment, keys);
                }
            }
        }
        block(page, comment, keys);
        return page.toString().stripTrailing() + "\n";
    }

    private static String key(String name, String value) {
        return "- **`" + name + "`** " + (value.isBlank() ? "(no default)" : "= `" + value.strip() + "`");
    }

    private static void block(StringBuilder page, List<String> comment, List<String> keys) {
        if (!keys.isEmpty()) {
            page.append(String.join("\n", keys)).append("\n\n");
        }
        if (!comment.isEmpty() && !comment.get(0).equals("moodle-course-backup: settings.")) {
            page.append(markdown(String.join(" ", comment))).append("\n\n");
        }
        comment.clear();
        keys.clear();
    }

    /** A text for which no Markdown was meant; names of pages become links. */
    static String markdown(String text) {
        return text.replaceAll("([*_<\\[\\]])", "\\\\$1").replaceAll("docs/([A-Z]+\\.md)", "[$1]($1)");
    }

    /** Each command with its options, examples and exit codes. */
    static String commands() {
        CommandSpec program = Main.commandLine().getCommandSpec();
        StringBuilder page = new StringBuilder("# Every command\n\n" + MADE.formatted("the program's own help") + "\n");
        page.append("Each behind `java -jar moodle-course-backup.jar`. `help COMMAND` prints the same,")
                .append(" `man` a manual page of all.\n")
                .append("Every command takes `--config FOLDER` (the folder of `application.properties`, `routes/`")
                .append(" and `definitions/`;")
                .append(" default: the working directory), `--help` and `--version`.\n\n");
        Commands.all(program).forEach(command -> command(page, program, command));
        page.append("## Exit codes\n\n| code | means |\n|---|---|\n");
        for (ExitCodes code : ExitCodes.values()) {
            page.append("| ")
                    .append(code.codes())
                    .append(" | ")
                    .append(markdown(code.meaning()))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static void command(StringBuilder page, CommandSpec program, CommandSpec command) {
        String words = Commands.words(command);
        page.append("## ")
                .append(words)
                .append("\n\n")
                .append(markdown(String.join(" ", command.usageMessage().description())))
                .append("\n\n");
        List<String> rows = new ArrayList<>();
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            rows.add(row(parameter.paramLabel(), ManPage.description(parameter)));
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden() && program.findOption(option.longestName()) == null) {
                String label = option.arity().max() == 0
                        ? ""
                        : option.arity().min() > 0 ? " " + option.paramLabel() : " [" + option.paramLabel() + "]";
                String description = ManPage.description(option);
                rows.add(row(
                        option.longestName() + label,
                        option.longestName().equals("--json")
                                ? "As JSON ([schema](json/" + words.replace(' ', '-')
                                        + ".schema.json), [more](JSON.md))."
                                : markdown(description)));
            }
        }
        if (!rows.isEmpty()) {
            page.append("| | |\n|---|---|\n").append(String.join("", rows)).append('\n');
        }
        String[] footer = command.usageMessage().footer();
        String examples = Arrays.stream(footer)
                .filter(line -> line.startsWith("  "))
                .map(line -> line.substring(2) + "\n")
                .collect(Collectors.joining());
        if (!examples.isEmpty()) {
            page.append("```\n").append(examples).append("```\n\n");
        }
        String rest = Arrays.stream(footer)
                .filter(line -> !line.isEmpty() && !line.startsWith("  ") && !line.startsWith("Examples"))
                .collect(Collectors.joining(" "));
        if (!rest.isEmpty()) {
            page.append(markdown(rest)).append("\n\n");
        }
    }

    private static String row(String what, String meaning) {
        return "| `" + what.replace("|", "\\|") + "` | " + meaning + " |\n";
    }
}
