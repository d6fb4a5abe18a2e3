package org.coursebackup.verify;

/**
 * Something found while reading an archive back.
 *
 * @param text for an administrator: what, where, and what it means
 */
public record Finding(Severity severity, String text) {
    /** How bad it is. */
    public enum Severity {
        /** Worth knowing; occurs in Moodle's own archives, too. */
        NOTE,
        /** The archive restores, but lacks something of the course. */
        WARNING,
        /** This archive can't be trusted. */
        ERROR
    }

    @Override
    public String toString() {
        return severity.name().toLowerCase(java.util.Locale.ROOT) + ": " + text;
    }
}
