package org.coursebackup.settings;

/**
 * Something wrong or worth knowing, worded for an administrator.
 *
 * @param where the key, file or other thing concerned
 * @param message what is wrong, the consequence and what to do
 */
public record Problem(String where, String message) {
    @Override
    public String toString() {
        return where + ": " + message;
    }
}
