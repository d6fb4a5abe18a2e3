package org.coursebackup.archive;

/** The database refused what an element's definition asks for. */
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
