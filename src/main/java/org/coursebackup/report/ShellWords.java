package org.coursebackup.report;

import org.coursebackup.encrypt.AgeFile;

/** Commands that people are told to type. */
public final class ShellWords {
    private ShellWords() {}

    /** How the stock tool decrypts an archive, {@code NAME.mbz.age}. */
    public static String decryption(String archive) {
        return "age -d -i key.txt " + quoted(archive) + " > " + quoted(AgeFile.plainName(archive));
    }

    /** One word of a command, in quotation marks where a shell would take it for something else. */
    public static String quoted(String word) {
        return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
