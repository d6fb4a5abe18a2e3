package org.coursebackup.settings;

/**
 * Something that keeps the program from working, in words for an administrator.
 *
 * @param where the key, file or thing concerned
 * @param message what is wrong, what follows from it and what to do
 */
public record Problem(String where, String message) {
    @Override
    public String toString() {
        return where + ": " + message;
    }
}
