package org.coursebackup.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import org.coursebackup.settings.Suggestion;

/** What is said of a command line that cannot be: what is wrong, what comes near, and where to read on. */
final class Refusal {
    private static final Pattern NO_HELP = Pattern.compile("Unknown subcommand '(.*)'\\.");

    private Refusal() {}

    /** In three lines at most; the whole of the help would push them off the screen. */
    static String of(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        Matcher noHelp = NO_HELP.matcher(String.valueOf(wrong.getMessage()));
        String what;
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            what = unmatched(command, name, unmatched.getUnmatched());
        } else if (noHelp.matches()) {
            what = noCommand(noHelp.group(1), command.getParent() == null ? command : command.getParent());
        } else {
            what = String.valueOf(wrong.getMessage());
        }
        return Terminal.paragraph(Visible.lines(what), 0, 0) + System.lineSeparator() + "'" + name
                + " --help' tells what it takes.";
    }

    private static String unmatched(CommandLine command, String name, List<String> words) {
        String first = words.get(0);
        if (first.startsWith("-")) {
            String option = first.replaceFirst("=.*", "");
            return "'" + name + "' has no option '" + option + "', so nothing was done."
                    + Suggestion.hint(
                            option, command.getCommandSpec().optionsMap().keySet());
        }
        if (!command.getSubcommands().isEmpty()) {
            return noCommand(first, command);
        }
        return "'" + name + "' does not take so much, so nothing was done: "
                + words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ")) + " is left over.";
    }

    private static String noCommand(String word, CommandLine among) {
        return "There is no command '" + word + "', so nothing was done."
                + Suggestion.hint(word, among.getSubcommands().keySet());
    }
}
