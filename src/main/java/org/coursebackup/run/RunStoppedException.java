package org.coursebackup.run;

/** The program is being stopped: no further courses are taken. */
public class RunStoppedException extends Exception {
    public RunStoppedException() {
        super("The program is being stopped.");
    }
}
