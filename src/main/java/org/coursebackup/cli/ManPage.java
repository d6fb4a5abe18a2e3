package org.coursebackup.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import org.coursebackup.settings.Build;

/**
 * The manual page, in the macros of man(7) that groff and mandoc know. What picocli's own generator makes would need a
 * further program to become one.
 */
final class ManPage {
    private final CommandSpec program;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandSpec program) {
        this.program = program;
    }

    String text() {
        String name = program.name();
        line(".TH " + literal(name.toUpperCase(Locale.ROOT)) + " 1 " + Build.date() + " \""
                + text(name + " " + Build.version()) + "\"");
        section("NAME");
        line(literal(name) + " \\- nightly course backups for Moodle, made beside Moodle");
        section("SYNOPSIS");
        line(".B " + literal(name));
        line("[\\fB\\-\\-config\\fR \\fIFOLDER\\fR] \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]");
        section("DESCRIPTION");
        paragraph(program.usageMessage().description());
        section("OPTIONS");
        line("Every command takes these:");
        options(program.options());
        section("COMMANDS");
        Commands.below(program).forEach(this::command);
        section("EXIT STATUS");
        for (ExitCodes code : ExitCodes.values()) {
            item("\\fB" + code.codes() + "\\fR", code.meaning());
        }
        section("ENVIRONMENT");
        item("\\fBNO_COLOR\\fR", "No colours on a terminal, unless it is empty.");
        item("\\fBCLICOLOR_FORCE\\fR", "Colours although it is no terminal, unless it is empty or 0.");
        item("\\fBLOG_LEVEL\\fR", "How much is logged, to standard error: INFO, or DEBUG for more.");
        item("\\fBLOG_FORMAT\\fR", "text, or json for a JSON object in each line of the log.");
        item(
                "\\fIKEY\\fR",
                "Each setting, with dots and hyphens as underscores: MOODLE_DB_URL. It wins over the file, and"
                        + " -Dmoodle.db.url=... over both.");
        section("FILES");
        item("\\fIapplication.properties\\fR", "The settings, with their documentation; 'init' writes it.");
        item("\\fIroutes/\\fR", "The flow, as Apache Camel routes; without it the packaged ones count.");
        item("\\fIdefinitions/\\fR", "What archives hold beyond what the program knows; 'describe' writes there.");
        return page.toString();
    }

    private void command(CommandSpec command) {
        line(".SS " + literal(Commands.words(command)));
        synopsis(command);
        line(".PP");
        paragraph(command.usageMessage().description());
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            item("\\fI" + literal(parameter.paramLabel()) + "\\fR", description(parameter));
        }
        options(command.options().stream()
                .filter(option -> program.findOption(option.longestName()) == null)
                .toList());
        String[] footer = command.usageMessage().footer();
        if (footer.length > 0) {
            line(".PP");
            line(".nf");
            Arrays.stream(footer)
                    .dropWhile(String::isEmpty)
                    .forEach(each -> line(each.isEmpty() ? ".sp" : literal(each)));
            line(".fi");
        }
        Commands.below(command).forEach(this::command);
    }

    private void synopsis(CommandSpec command) {
        String options = command.options().size() > program.options().size() ? " [\\fIOPTIONS\\fR]" : "";
        StringBuilder words = new StringBuilder(
                "\\fB" + literal(program.name()) + " " + literal(Commands.words(command)) + "\\fR" + options);
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            String label = "\\fI" + literal(parameter.paramLabel()) + "\\fR";
            String several = parameter.arity().max() > 1 ? " .\\|.\\|." : "";
            words.append(' ').append(parameter.arity().min() > 0 ? label + several : "[" + label + several + "]");
        }
        if (!Commands.below(command).isEmpty()) {
            words.append(" \\fICOMMAND\\fR");
        }
        line(words.toString());
    }

    private void options(List<OptionSpec> options) {
        for (OptionSpec option : options) {
            if (!option.hidden()) {
                StringBuilder names = new StringBuilder();
                for (String name : option.names()) {
                    names.append(names.isEmpty() ? "" : ", ")
                            .append("\\fB")
                            .append(literal(name))
                            .append("\\fR");
                }
                if (option.arity().max() > 0) {
                    String label = "=\\fI" + literal(option.paramLabel()) + "\\fR";
                    names.append(option.arity().min() > 0 ? label : "[" + label + "]");
                }
                item(names.toString(), description(option));
            }
        }
    }

    /** In words, with what picocli would put in. */
    static String description(ArgSpec argument) {
        String candidates =
                argument.completionCandidates() == null ? "" : String.join(", ", argument.completionCandidates());
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()))
                .replace("${COMPLETION-CANDIDATES}", candidates);
    }

    private void section(String name) {
        line(".SH " + name);
    }

    private void item(String term, String text) {
        line(".TP");
        line(term);
        paragraph(text);
    }

    private void paragraph(String... words) {
        line(text(String.join(" ", words)));
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** Words that can be typed: a hyphen is one, and not a dash. */
    private static String literal(String words) {
        return escaped(words, true);
    }

    private static String text(String words) {
        return escaped(words, false);
    }

    private static String escaped(String text, boolean literal) {
        StringBuilder escaped = new StringBuilder(text.startsWith(".") || text.startsWith("'") ? "\\&" : "");
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int point = text.codePointAt(i);
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '\'' -> escaped.append("\\(aq");
                // an option is typed, wherever it is named
                case '-' ->
                    escaped.append(
                            literal
                                            || text.startsWith("--", i)
                                            || text.startsWith(" -", i - 1)
                                            || text.startsWith("--", i - 1)
                                    ? "\\-"
                                    : "-");
                default -> {
                    if (point < 0x80) {
                        escaped.appendCodePoint(point);
                    } else {
                        escaped.append(String.format("\\[u%04X]", point));
                    }
                }
            }
        }
        return escaped.toString();
    }
}
