package org.coursebackup.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Manual page, completion and examples: all of them are about the commands that there are. */
class DescribedCommandsTest {
    private static final int COLUMNS = 76;

    private final CommandLine program = Main.commandLine();

    @TempDir
    Path folder;

    static Stream<CommandSpec> commands() {
        return Commands.all(Main.commandLine().getCommandSpec()).stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_manual_page_has_each_command_with_each_of_its_options(CommandSpec command) {
        String page = new ManPage(program.getCommandSpec()).text();
        String words = Commands.words(command).replace("-", "\\-");
        assertThat(page).contains("\n.SS " + words + "\n");
        String part = page.substring(page.indexOf("\n.SS " + words + "\n") + 1).split("\n\\.S[SH] ", 2)[0];
        assertThat(part).contains(command.usageMessage().description()[0].substring(0, 12));
        for (OptionSpec option : command.options()) {
            String name = "\\fB" + option.longestName().replace("-", "\\-") + "\\fR";
            assertThat(part.contains(name) || page.split("\n\\.SH COMMANDS")[0].contains(name))
                    .as(option.longestName())
                    .isTrue();
        }
        command.positionalParameters().forEach(one -> assertThat(part).contains(one.paramLabel()));
    }

    @Test
    void the_manual_page_is_one_for_which_man_has_no_warning() throws Exception {
        Path page = Files.writeString(folder.resolve("page.1"), new ManPage(program.getCommandSpec()).text());
        for (List<String> reader : List.of(
                List.of("mandoc", "-T", "lint", "-W", "warning"), List.of("groff", "-ww", "-man", "-Tutf8", "-z"))) {
            if (present(reader.get(0))) {
                assertThat(said(reader, page.toString())).isEmpty();
            }
        }
        assertThat(Files.readString(page)).startsWith(".TH MOODLE\\-COURSE\\-BACKUP 1 20");
    }

    @ParameterizedTest
    @CsvSource({"ver, verify", "run --fai, run --failed", "config sh, config show"})
    void bash_completes_commands_and_options(String typed, String completed) throws Exception {
        assumeTrue(present("bash"), "bash is not installed here, so it was not tried");
        Path script = Files.writeString(folder.resolve("completion"), script());
        String words = "moodle-course-backup " + typed;
        Path test =
                Files.writeString(folder.resolve("test"), """
                source %s
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                _complete_moodle-course-backup 2>/dev/null
                echo "${COMPREPLY[@]}"
                """.formatted(script, words, words.split(" ").length - 1));
        assertThat(said(List.of("bash", "--norc", "--noprofile"), test.toString())
                        .strip())
                .isEqualTo(completed.replaceFirst(".* ", ""));
    }

    @ParameterizedTest
    @CsvSource({"ver, verify", "run --fai, run --failed", "config sh, config show"})
    void zsh_completes_commands_and_options(String typed, String completed) throws Exception {
        assumeTrue(present("zsh"), "zsh is not installed here, so it was not tried");
        Path script = Files.writeString(folder.resolve("completion"), script());
        // a zsh on a terminal of its own: the tabulator, then back to the line's beginning, so that it shows itself
        Path test = Files.writeString(folder.resolve("test"), """
                zmodload zsh/zpty
                zpty z zsh -f -i
                zpty -w z "PS1=; autoload -Uz compinit && compinit -u -d $PWD/dump; source %s"
                zpty -w -n z $'moodle-course-backup %s\\t'
                zpty -w z $'\\x01echo DONE '
                zpty -r z out $'*\\nDONE *\\n*'
                print -r -- "$out"
                """.formatted(script, typed));
        assertThat(said(List.of("zsh", "-f"), test.toString()))
                .containsPattern("\\nDONE moodle-course-backup " + completed + "\\s");
    }

    private String script() {
        return AutoComplete.bash(program.getCommandName(), program);
    }

    @Test
    void fish_completes_commands_options_values_and_files_where_they_are_wanted() throws Exception {
        assumeTrue(present("fish"), "fish is not installed here, so it was not tried");
        Path script =
                Files.writeString(folder.resolve("m.fish"), new FishCompletion(program.getCommandSpec()).script());
        Files.writeString(folder.resolve("here.mbz"), "");
        assertThat(completed(script, "ver"))
                .singleElement()
                .asString()
                .startsWith("verify\tReads archives back completely, ours and Moodle's own, and compares");
        assertThat(completed(script, "run --fai")).singleElement().asString().startsWith("--failed\t");
        assertThat(completed(script, "run --serve")).isEmpty();
        assertThat(completed(script, "config sh")).singleElement().asString().startsWith("show\t");
        assertThat(completed(script, "config show --cha")).hasSize(1);
        assertThat(completed(script, "verify show --manif")).hasSize(1);
        assertThat(completed(script, "completion z")).containsExactly("zsh");
        assertThat(completed(script, "verify here")).containsExactly("here.mbz");
        assertThat(completed(script, "doctor --log here")).containsExactly("here.mbz");
        assertThat(completed(script, "run here")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void each_command_has_examples_that_it_takes_and_that_fit_on_a_line(CommandSpec command) {
        String[] footer = command.usageMessage().footer();
        if (Commands.words(command).equals("help")) {
            return;
        }
        assertThat(footer).contains("Examples:");
        assertThat(footer).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(COLUMNS));
        List<String> examples = Arrays.stream(footer)
                .filter(line -> line.startsWith("  ") && !line.startsWith("   "))
                .map(line -> line.strip().split(" {2,}| [|>] ")[0])
                .map(line -> line.replaceFirst("--config \\S+", "--config " + folder))
                .toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            CommandLine.ParseResult parsed = program.parseArgs(words(example));
            while (parsed.hasSubcommand()) {
                parsed = parsed.subcommand();
            }
            assertThat(Commands.words(parsed.commandSpec())).isEqualTo(Commands.words(command));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exprot 42|export", "run --faild|--failed", "config shw|show", "help verfy|verify"})
    void a_slip_is_told_with_what_comes_near(String example) {
        String[] parts = example.split("\\|");
        String[] words = parts[0].split(" ");
        CommandLine.ParameterException wrong =
                org.junit.jupiter.api.Assertions.assertThrows(CommandLine.ParameterException.class, () -> {
                    CommandLine.ParseResult parsed = program.parseArgs(words);
                    program.setExecutionStrategy(new CommandLine.RunLast())
                            .getExecutionStrategy()
                            .execute(parsed);
                });
        assertThat(Refusal.of(wrong)).contains("so nothing was done. Did you mean '" + parts[1] + "'?");
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("\"([^\"]*)\"|\\S+").matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group() : word.group(1));
        }
        return words.toArray(String[]::new);
    }

    private List<String> completed(Path script, String typed) throws Exception {
        return said(
                        List.of("fish", "--no-config", "-c"),
                        "source " + script + "; complete -C 'moodle-course-backup " + typed + "'")
                .lines()
                .toList();
    }

    private static boolean present(String command) {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(path -> Files.isExecutable(Path.of(path, command)));
    }

    /** All that it says, on both outputs. */
    private String said(List<String> command, String last) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.add(last);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XDG_DATA_HOME", folder.toString());
        builder.redirectOutput(folder.resolve("said").toFile());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(folder.resolve("said"), StandardCharsets.UTF_8);
    }
}
