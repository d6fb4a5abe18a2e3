package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.report.ShellWords;
import org.coursebackup.run.Words;
import org.coursebackup.verify.ArchiveOverview;
import org.coursebackup.verify.Printable;

/** What an archive holds. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "What an archive holds: the course, its sections and activities, files, people's data or not. It"
                + " reads the archive's table of contents only; 'verify' reads all of it.",
        footer = {"", "Examples:", "  show 42         the newest archive of course 42", "  show course.mbz"})
final class ShowCommand implements Callable<Integer> {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm z", Locale.ROOT).withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "ARCHIVE|COURSE",
            description = "A file, the name of one in the target folder, or Moodle's id of a course for its newest.")
    private String archive;

    @Mixin
    private JsonOption json;

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
        if (json.wanted()) {
            json.print(overview);
        } else {
            print(file, overview);
        }
        return 0;
    }

    private static void print(Path file, ArchiveOverview overview) {
        line(file.toString());
        line((overview.wholeCourse() ? "Course " : "Only one " + overview.type() + " of course ") + overview.courseId()
                + ", " + overview.shortname() + ": " + overview.fullname());
        line("of " + overview.wwwroot() + ", Moodle " + overview.moodle() + ", as of "
                + MINUTE.format(overview.begun()) + ", "
                + (overview.users() ? "with people's data" : "without people's data"));
        line(Words.bytes(overview.bytes()) + ", of which " + overview.files() + " contents of files with "
                + Words.bytes(overview.fileBytes()) + "; " + overview.activities() + " activities and resources in "
                + overview.sections().size() + " sections");
        for (ArchiveOverview.Section section : overview.sections()) {
            System.out.println();
            if (!section.title().isEmpty()) {
                // Moodle gives a section without a name its number
                System.out.println(Tone.STRONG.of(
                        Visible.of(section.title().matches("\\d+") ? "Section " + section.title() : section.title())));
            }
            for (ArchiveOverview.Activity activity : section.activities()) {
                System.out.println(Visible.of(String.format(
                        "  %-14s %8s  %s", activity.module(), Words.bytes(activity.bytes()), activity.title())));
            }
        }
    }

    private static void line(String text) {
        System.out.println(Terminal.paragraph(Visible.of(text), 0, 0));
    }
}
