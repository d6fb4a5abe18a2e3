package org.coursebackup.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program's commands as picocli knows them, for those who describe them. */
final class Commands {
    private Commands() {}

    /** The commands of a command that are not hidden, in the order of the help. */
    static List<CommandSpec> below(CommandSpec command) {
        Collection<CommandLine> all = new LinkedHashSet<>(command.subcommands().values());
        return all.stream()
                .map(CommandLine::getCommandSpec)
                .filter(below -> !below.usageMessage().hidden())
                .toList();
    }

    /** All of them that do something, those of commands with commands of their own, too. */
    static List<CommandSpec> all(CommandSpec program) {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec command : below(program)) {
            List<CommandSpec> own = all(command);
            all.addAll(own.isEmpty() ? List.of(command) : own);
        }
        return all;
    }

    /** The words that call it, without the program's name. */
    static String words(CommandSpec command) {
        return command.qualifiedName().substring(command.root().name().length()).strip();
    }

    /** What a command does, in one line. */
    static String summary(CommandSpec command) {
        return firstSentence(command.usageMessage().description());
    }

    /** Up to the first full stop, or what comes before a list. */
    static String firstSentence(String... description) {
        return String.join(" ", description)
                .replaceFirst("(?s)(\\.|:|;) .*", "")
                .replaceFirst("\\.$", "");
    }
}
