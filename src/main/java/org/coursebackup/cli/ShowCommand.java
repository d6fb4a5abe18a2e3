package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.SerializationFeature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.HistoryJson;
import org.coursebackup.report.ShellWords;
import org.coursebackup.run.Words;
import org.coursebackup.verify.ArchiveOverview;
import org.coursebackup.verify.Printable;

/** What an archive holds. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "What an archive holds: the course, its sections and activities, files, people's data or not. It"
                + " reads the archive's table of contents only; 'verify' reads all of it.")
final class ShowCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "ARCHIVE|COURSE",
            description = "A file, the name of one in the target folder, or Moodle's id of a course for its newest.")
    private String archive;

    @Option(names = "--json", description = "As JSON; times in epoch seconds, sizes in bytes.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Path file = NamedArchive.find(archive, spec);
        if (AgeFile.named(file.getFileName().toString())) {
            throw new ParameterException(
                    spec.commandLine(),
                    file + " is encrypted, so its contents cannot be shown. Decrypt it first, where the private key"
                            + " is: " + ShellWords.decryption(file.toString()));
        }
        ArchiveOverview overview;
        try {
            overview = ArchiveOverview.of(file);
        } catch (IOException unreadable) {
            throw new ParameterException(
                    spec.commandLine(),
                    file + " cannot be read: " + Printable.reason(unreadable) + ". 'verify' says all that is wrong.");
        }
        if (json) {
            System.out.println(HistoryJson.mapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(overview));
        } else {
            print(file, overview);
        }
        return 0;
    }

    private static void print(Path file, ArchiveOverview overview) {
        line(file.toString());
        line("Course " + overview.courseId() + ", " + overview.shortname() + ": " + overview.fullname());
        line("of " + overview.wwwroot() + ", Moodle " + overview.moodle() + ", as of "
                + MINUTE.format(overview.begun()) + ", "
                + (overview.users() ? "with people's data" : "without people's data"));
        line(Words.bytes(overview.bytes()) + ", of which " + overview.files() + " contents of files with "
                + Words.bytes(overview.fileBytes()) + "; " + overview.activities() + " activities and resources in "
                + overview.sections().size() + " sections");
        for (ArchiveOverview.Section section : overview.sections()) {
            line("");
            // Moodle gives a section without a name its number
            line(section.title().matches("\\d*") ? "Section " + section.title() : section.title());
            for (ArchiveOverview.Activity activity : section.activities()) {
                line(String.format(
                        "  %-14s %8s  %s", activity.module(), Words.bytes(activity.bytes()), activity.title()));
            }
        }
    }

    private static void line(String text) {
        System.out.println(Visible.of(text));
    }
}
