package org.coursebackup.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.language.Text;
import org.coursebackup.settings.FallbackSettings;
import org.coursebackup.thin.ThinArchive;

/**
 * How an archive gets back into Moodle.
 *
 * @param place where its file lies
 * @param decrypt the command that decrypts it first; empty if it is not encrypted
 * @param complete the command that makes the complete archive first; empty if it is not thin
 * @param command the command that restores it as a new course, to be typed on the Moodle server
 * @param clicks the way through Moodle's pages
 * @param single the way for a single activity
 */
public record RestoreHelp(
        String place, String decrypt, String complete, String command, List<Text> clicks, List<Text> single) {
    /** Stands for the id of a course category. */
    public static final String CATEGORY = "ID";

    private static final String SCRIPT = "admin/cli/restore_backup.php";

    private static final List<Text> INTO_COURSE = List.of(
            Text.of("restore.click.copy"),
            Text.of("restore.click.reuse"),
            Text.of("restore.click.upload"),
            Text.of("restore.click.merge"));

    /**
     * @param moodle where this machine's Moodle is, as far as the settings say
     * @param category the course category's id, or {@link #CATEGORY}
     */
    public static RestoreHelp of(Path archive, Optional<FallbackSettings> moodle, String category) {
        String place = archive.toAbsolutePath().toString();
        String name = archive.getFileName().toString();
        boolean encrypted = AgeFile.named(name);
        String whole = ThinArchive.wholeName(name);
        boolean thin = ThinArchive.named(name);
        String restored = thin ? whole : AgeFile.plainName(place);
        return new RestoreHelp(
                place,
                encrypted ? ShellWords.decryption(place) : "",
                thin
                        ? "java -jar moodle-course-backup.jar restore " + ShellWords.quoted(place) + " --to "
                                + ShellWords.quoted(whole)
                        : "",
                typed(command(restored, moodle, category)),
                List.of(
                        Text.of("restore.click.copy"),
                        Text.of("restore.click.category"),
                        Text.of("restore.click.upload"),
                        Text.of("restore.click.new")),
                Stream.concat(INTO_COURSE.stream(), Stream.of(Text.of("restore.click.schema")))
                        .toList());
    }

    /**
     * How the backup of a single activity, or section, gets into a course.
     *
     * @param moodle where this machine's Moodle is, as far as the settings say
     * @param course the id of the course that gets it, or {@link #CATEGORY}
     */
    public static RestoreHelp ofActivity(Path archive, Optional<FallbackSettings> moodle, String course) {
        String place = archive.toAbsolutePath().toString();
        return new RestoreHelp(place, "", "", typed(intoCourse(place, moodle, course)), INTO_COURSE, List.of());
    }

    /**
     * Moodle's own command that adds the backup of an activity to a course; Moodle 4.4 and later have it, while that of
     * 4.1 knows new courses only ({@code admin/cli/restore_backup.php --help}).
     */
    public static List<String> intoCourse(String file, Optional<FallbackSettings> moodle, String course) {
        return command(file, moodle, "--courseid=", course);
    }

    /** Whether this machine's Moodle has that command; empty if it is not known where it is. */
    public static Optional<Boolean> restoresIntoCourse(Optional<FallbackSettings> moodle) {
        try {
            return moodle.flatMap(FallbackSettings::dirroot).isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            Files.readString(Path.of(command("", moodle, "", "").get(1)))
                                    .contains("'courseid'"));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    /** Moodle's own command for a new course, word by word, for the machine that has the Moodle. */
    public static List<String> command(String file, Optional<FallbackSettings> moodle, String category) {
        return command(file, moodle, "--categoryid=", category);
    }

    private static String typed(List<String> command) {
        return "sudo -u www-data " + command.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    private static List<String> command(String file, Optional<FallbackSettings> moodle, String option, String id) {
        Path dirroot = moodle.flatMap(FallbackSettings::dirroot).orElse(Path.of("/path/to/moodle"));
        // from 5.1 on what the web server shows is a folder below
        Path below = dirroot.resolve("public").resolve(SCRIPT);
        return List.of(
                moodle.map(FallbackSettings::php).orElse("php"),
                (Files.exists(below) ? below : dirroot.resolve(SCRIPT)).toString(),
                "--file=" + file,
                option + id);
    }
}
