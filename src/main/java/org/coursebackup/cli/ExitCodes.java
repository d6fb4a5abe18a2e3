package org.coursebackup.cli;

/** What the process says by its exit code, as it is told everywhere. */
enum ExitCodes {
    GOOD("0", "All good."),
    FAILED("1", "At least one course failed or still has status 0, an archive is damaged, or the run itself failed."),
    WRONG("2", "Wrong usage or configuration; nothing was started."),
    WARNED("3", "Finished, but an archive lacks something of its course."),
    BUSY("4", "Another run is active; nothing was started."),
    AWAY(
            "5",
            "A database, the target or the file pool cannot be reached; nothing was started, and the settings may be"
                    + " right. start waits instead."),
    MANIFEST(
            "6, 7, 8",
            "Of verify only: the archive reads back well, but its manifest was damaged or altered (6), is"
                    + " signed with a key that is not known here (7), or is missing although one is demanded (8)."),
    INTERRUPTED("130", "Interrupted by a signal.");

    private final String codes;
    private final String meaning;

    ExitCodes(String codes, String meaning) {
        this.codes = codes;
        this.meaning = meaning;
    }

    String codes() {
        return codes;
    }

    String meaning() {
        return meaning;
    }
}
