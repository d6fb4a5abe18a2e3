package org.coursebackup.drill;

/** An archive could not be restored; the message says why, in Moodle's words where it has any. */
public final class DrillException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean tried;

    private DrillException(String message, boolean tried) {
        super(message);
        this.tried = tried;
    }

    /** The archive's failure. */
    static DrillException failed(String message) {
        return new DrillException(message, true);
    }

    /** Nothing was tried, or it was not finished, for a reason that is not the archive's. */
    static DrillException refused(String message) {
        return new DrillException(message, false);
    }

    /** Whether it says something about the archive. */
    public boolean tried() {
        return tried;
    }
}
