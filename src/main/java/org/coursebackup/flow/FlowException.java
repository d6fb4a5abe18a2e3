package org.coursebackup.flow;

/** The routes cannot be used; the message names file and line if they are known. */
public class FlowException extends Exception {
    public FlowException(String message, Throwable cause) {
        super(message, cause);
    }
}
