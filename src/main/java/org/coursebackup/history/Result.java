package org.coursebackup.history;

/** How a course came out of a run, with the status that Moodle's table shows for it. */
public enum Result {
    /** Published and read back completely. */
    OK("1"),
    /** Published, but something the course has is not in it. */
    WARNING("4"),
    /** A rule said so. */
    SKIPPED("3"),
    /** No archive; the reason is kept. */
    FAILED("0"),
    /** The process ended while it worked on the course; no archive. */
    INTERRUPTED("0"),
    /** The course was deleted while it waited; nothing is left to show a status for. */
    GONE(null);

    private final String status;

    Result(String status) {
        this.status = status;
    }

    /** The value of {@code backup_courses.laststatus}; null for {@link #GONE}. */
    public String status() {
        return status;
    }

    /** Whether there is an archive that was read back completely. */
    public boolean archived() {
        return this == OK || this == WARNING;
    }
}
