package org.coursebackup.php;

import java.io.IOException;

/** PHP could not be started; the message is the system's. */
public final class PhpAbsentException extends IOException {
    PhpAbsentException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
