package org.coursebackup.archive;

/** The database refused the query of an element's definition. */
final class BrokenDefinitionException extends ArchiveException {
    private final String place;

    BrokenDefinitionException(String place, Throwable cause) {
        super(
                place + ": the database refuses this definition: " + cause.getMessage()
                        + ". Correct the file; the check command tries every definition.",
                cause);
        this.place = place;
    }

    /** File and line of the element. */
    String place() {
        return place;
    }
}
