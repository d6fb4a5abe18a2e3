package org.coursebackup.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Finds secrets where other users of this machine can read them. */
final class OpenSecrets {
    private OpenSecrets() {}

    /**
     * @param file the file from which the settings were read; need not exist
     * @param contents contents of that file
     * @param system properties properties of this process
     */
    static List<Problem> find(Path file, Properties contents, Properties system) {
        List<Problem> found = new ArrayList<>();
        for (Key<?> key : Keys.ALL.values()) {
            if (!key.kind().secret()) {
                continue;
            }
            if (!contents.getProperty(key.name(), "").isBlank() && readByAll(file)) {
                found.add(new Problem(
                        key.name(),
                        "stands in " + file + ", which every user of this machine can read. Take that right away"
                                + " (chmod o-rwx), or give the secret as " + key.variable() + " or in a file named by "
                                + key.name() + SecretFiles.SUFFIX + "."));
            }
            if (!system.getProperty(key.name(), "").isBlank()) {
                found.add(new Problem(
                        key.name(),
                        "is given on the command line, which every user of this machine can read while the program"
                                + " runs. Give it as " + key.variable() + ", or in application.properties."));
            }
        }
        return found;
    }

    /** Whether every user of this machine may read the file, as far as its own permissions say. */
    static boolean readByAll(Path file) {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException unknownHere) {
            return false;
        }
    }
}
