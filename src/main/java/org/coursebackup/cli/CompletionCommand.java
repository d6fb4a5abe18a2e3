package org.coursebackup.cli;

import java.util.concurrent.Callable;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Completion of commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script that completes commands and options in a shell.",
        footer = {
            "",
            "Examples:",
            "  completion bash > /etc/bash_completion.d/moodle-course-backup",
            "  completion fish > ~/.config/fish/completions/moodle-course-backup.fish",
            "In zsh: source <(moodle-course-backup completion zsh), after compinit."
        })
final class CompletionCommand implements Callable<Integer> {
    /** Shells that there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SHELL",
            defaultValue = "bash",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Shell shell;

    @Override
    public Integer call() {
        CommandLine program = spec.root().commandLine();
        System.out.print(
                shell == Shell.fish
                        ? new FishCompletion(program.getCommandSpec()).script()
                        // one script for both: in zsh it loads what zsh has for those of bash
                        : AutoComplete.bash(program.getCommandName(), program));
        return 0;
    }
}
