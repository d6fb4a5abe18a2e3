package org.coursebackup.settings;

/**
 * Something wrong or worth knowing, worded for an administrator.
 *
 * @param where the key, file or other thing concerned
 * @param message what is wrong, the consequence and what to do
 * @param away whether it may be over without any change to the settings: a server or a disk that is not there (yet)
 */
public record Problem(String where, String message, boolean away) {
    /** What only a change of the settings mends, or what is merely worth knowing. */
    public Problem(String where, String message) {
        this(where, message, false);
    }

    /** A server or a disk that is not there, or not yet. */
    public static Problem away(String where, String message) {
        return new Problem(where, message, true);
    }

    @Override
    public String toString() {
        return where + ": " + message;
    }
}
