package org.coursebackup.verify;

/**
 * Something that reading an archive back brought to light.
 *
 * @param text for an administrator: what, where, what it means
 */
public record Finding(Severity severity, String text) {
    /** How bad it is. */
    public enum Severity {
        /** Worth knowing; Moodle's own archives have it too. */
        NOTE,
        /** The archive restores, but something of the course is not in it. */
        WARNING,
        /** Don't rely on this archive. */
        ERROR
    }

    @Override
    public String toString() {
        return severity.name().toLowerCase(java.util.Locale.ROOT) + ": " + text;
    }
}
