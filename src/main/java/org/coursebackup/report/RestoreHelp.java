package org.coursebackup.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.settings.FallbackSettings;
import org.coursebackup.thin.ThinArchive;

/**
 * How an archive gets back into Moodle.
 *
 * @param place where its file lies
 * @param decrypt the command that decrypts it first; empty if it is not encrypted
 * @param complete the command that makes the complete archive first; empty if it is not thin
 * @param command the command that restores it as a new course
 * @param clicks the way through Moodle's pages
 * @param single the way for a single activity
 */
public record RestoreHelp(
        String place, String decrypt, String complete, String command, List<String> clicks, List<String> single) {
    /** @param moodle where this machine's Moodle is, as far as the settings say */
    static RestoreHelp of(Path archive, FallbackSettings moodle) {
        String place = archive.toAbsolutePath().toString();
        boolean encrypted = AgeFile.named(archive.getFileName().toString());
        String plain = encrypted ? place.substring(0, place.length() - AgeFile.SUFFIX.length()) : place;
        String whole = ThinArchive.wholeName(archive.getFileName().toString());
        boolean thin = ThinArchive.named(archive.getFileName().toString());
        List<String> words = new ArrayList<>(List.of(
                "sudo",
                "-u",
                "www-data",
                moodle.php(),
                script(moodle.dirroot().orElse(Path.of("/path/to/moodle"))),
                "--file=" + (thin ? whole : plain),
                "--categoryid=ID"));
        return new RestoreHelp(
                place,
                encrypted ? "age -d -i key.txt " + quoted(place) + " > " + quoted(plain) : "",
                thin ? "java -jar moodle-course-backup.jar restore " + quoted(place) + " --to " + quoted(whole) : "",
                words.stream().map(RestoreHelp::quoted).collect(Collectors.joining(" ")),
                List.of(
                        "Download the archive to your computer.",
                        "In Moodle, open the course category that shall get the course, then More > Restore course.",
                        "Put the file under Import a backup file, and choose Restore.",
                        "Confirm, and choose Restore as a new course."),
                List.of(
                        "Download the archive to your computer.",
                        "In the course that shall get the activity, open Course reuse > Restore.",
                        "Put the file under Import a backup file, and choose Restore.",
                        "Choose Merge the backup course into this course.",
                        "On the page Schema, tick only what is wanted."));
    }

    private static String script(Path dirroot) {
        // from 5.1 on what the web server shows is a folder below
        Path below = dirroot.resolve("public/admin/cli/restore_backup.php");
        return (Files.exists(below) ? below : dirroot.resolve("admin/cli/restore_backup.php")).toString();
    }

    /** One word of a command, in quotation marks where a shell would take it for something else. */
    private static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
