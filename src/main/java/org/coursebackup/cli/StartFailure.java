package org.coursebackup.cli;

import org.coursebackup.flow.FlowException;

/** The routes could not be started; a matter for the user, so no stack trace. */
final class StartFailure extends Exception {
    StartFailure(FlowException cause) {
        super(
                "The routes cannot be used; nothing was started. " + cause.getMessage()
                        + " Correct the file in routes/, or move the folder away to use the packaged routes;"
                        + " 'check' tells more.",
                cause);
    }
}
