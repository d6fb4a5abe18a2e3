package org.coursebackup.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A shell script that stands for PHP, and for the Moodle that it runs. */
final class FakePhp {
    private FakePhp() {}

    /** @param says shell commands; {@code $archive} and {@code $folder} are what the script was told */
    static Path in(Path folder, String says) throws IOException {
        Path php = folder.resolve("php");
        Files.writeString(php, """
                #!/bin/sh
                for word in "$@"; do case $word in
                  --archive=*) archive=${word#--archive=} ;;
                  --folder=*) folder=${word#--folder=} ;;
                esac; done
                SAYS
                """.replace("SAYS", says));
        Files.setPosixFilePermissions(php, PosixFilePermissions.fromString("rwx------"));
        return php;
    }

    /** Says that all of the archive was restored, with so many users. */
    static String restores(int users) {
        return "cat >/dev/null; cp \"$archive\" \"$folder/back.mbz\"; echo 'MOODLE-COURSE-BACKUP RESTORING as 4.5'; "
                + "echo 'MOODLE-COURSE-BACKUP USERS " + users + "'; echo 'MOODLE-COURSE-BACKUP RESTORED back.mbz'";
    }
}
