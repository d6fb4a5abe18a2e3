package org.coursebackup.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What fish has to know to complete commands and options; picocli makes scripts for bash and zsh only. */
final class FishCompletion {
    private final CommandSpec program;
    private final String at;
    private final List<String> paths = new ArrayList<>();
    private final StringBuilder rules = new StringBuilder();

    FishCompletion(CommandSpec program) {
        this.program = program;
        this.at = "__" + program.name().replace('-', '_') + "_at";
    }

    String script() {
        command(program, "");
        // a word counts as a command only where there is one, since a file or folder may be called like one
        return "function " + at + " --argument-names wanted\n"
                + "    set -l given ''\n"
                + "    for word in (commandline -opc)[2..-1]\n"
                + "        if contains -- \"$given $word\" " + String.join(" ", paths) + "\n"
                + "            set given \"$given $word\"\n"
                + "        end\n"
                + "    end\n"
                + "    test \"$given\" = \"$wanted\"\n"
                + "end\n"
                + rules;
    }

    private void command(CommandSpec command, String path) {
        boolean files = command.positionalParameters().stream().anyMatch(FishCompletion::mayBeFile);
        if (!files) {
            rule(path, "-f");
        }
        command.positionalParameters().forEach(parameter -> words(parameter, path));
        Commands.below(command).forEach(below -> {
            rule(path, "-f -a " + below.name() + " -d " + quoted(Commands.summary(below)));
            paths.add(quoted(path + " " + below.name()));
        });
        command.options().stream().filter(option -> !option.hidden()).forEach(option -> option(option, path));
        Commands.below(command).forEach(below -> command(below, path + " " + below.name()));
    }

    private void words(ArgSpec argument, String path) {
        if (argument.completionCandidates() != null) {
            rule(path, "-f -a " + quoted(String.join(" ", argument.completionCandidates())));
        }
    }

    private void option(OptionSpec option, String path) {
        StringBuilder rule = new StringBuilder();
        for (String name : option.names()) {
            rule.append(name.startsWith("--") ? "-l " : "-s ")
                    .append(name.replaceFirst("^-+", ""))
                    .append(' ');
        }
        if (option.arity().max() > 0) {
            rule.append(mayBeFile(option) ? "-r -F " : option.arity().min() > 0 ? "-x " : "");
        }
        rule(path, rule + "-d " + quoted(Commands.firstSentence(option.description())));
    }

    private void rule(String path, String rule) {
        rules.append("complete -c ")
                .append(program.name())
                .append(" -n ")
                .append(quoted(at + " '" + path + "'"))
                .append(' ')
                .append(rule)
                .append('\n');
    }

    /** A file, or a word that may name one. */
    private static boolean mayBeFile(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes().length > 0 ? argument.auxiliaryTypes()[0] : argument.type();
        return type == Path.class
                || type == File.class
                || argument.paramLabel().matches(".*(FILE|ARCHIVE|BEFORE|AFTER).*");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
