package org.coursebackup.store;

/** A template gives no file name: for no course, or not for this one. The message says why, for the administrator. */
final class UnusableTemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableTemplateException(String message) {
        super(message);
    }
}
