package org.coursebackup.history;

/** How a course ended in a run, with its status in Moodle's table. */
public enum Result {
    /** Read back completely and published. */
    OK("1"),
    /** Published, but the archive lacks something of the course. */
    WARNING("4"),
    /** No new archive, since it would have held what the newest good one holds. */
    UNCHANGED("3"),
    /** Skipped by a rule. */
    SKIPPED("3"),
    /** No archive; the reason is kept. */
    FAILED("0"),
    /** The process ended while working on the course; no archive. */
    INTERRUPTED("0"),
    /** The course was deleted while it waited; there is nothing left to have a status. */
    GONE(null);

    private final String status;

    Result(String status) {
        this.status = status;
    }

    /** The value of {@code backup_courses.laststatus}; null for {@link #GONE}. */
    public String status() {
        return status;
    }

    /** Whether an archive was made, and read back completely. */
    public boolean archived() {
        return this == OK || this == WARNING;
    }

    /** Whether the course has an archive of what it is now. */
    public boolean current() {
        return archived() || this == UNCHANGED;
    }
}
