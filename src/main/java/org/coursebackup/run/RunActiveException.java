package org.coursebackup.run;

/** Another run is active, in this process or another. */
public class RunActiveException extends Exception {
    public RunActiveException(String holder) {
        super("Another run is active (" + holder
                + "); nothing was done. Wait until it has ended, or stop that process.");
    }
}
