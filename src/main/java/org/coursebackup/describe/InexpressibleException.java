package org.coursebackup.describe;

/**
 * Something in a plugin's backup can't be expressed in a definition; the message is the reason, without a full stop.
 */
class InexpressibleException extends Exception {
    private static final long serialVersionUID = 1L;

    InexpressibleException(String reason) {
        super(reason);
    }
}
