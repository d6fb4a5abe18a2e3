package org.coursebackup.run;

/** What every course needs stayed away for too long; the run ended, and courses that were not begun are due. */
public class RunGivenUpException extends Exception {
    RunGivenUpException(String reason) {
        super(reason);
    }
}
