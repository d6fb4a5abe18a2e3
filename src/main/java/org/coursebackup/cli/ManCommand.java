package org.coursebackup.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The manual page. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        description = "Prints the manual page, with every command and option.",
        footer = {"", "Examples:", "  man | man -l -", "  man > /usr/local/share/man/man1/moodle-course-backup.1"})
final class ManCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        System.out.print(new ManPage(spec.root()).text());
        return 0;
    }
}
