package org.coursebackup.report;

import org.coursebackup.language.Text;

/** What was asked can't be done now; the message says why. */
public final class RefusedException extends RuntimeException {
    private final transient Text text;

    public RefusedException(Text text) {
        super(text.toString());
        this.text = text;
    }

    /** The message, in any language. */
    public Text text() {
        return text;
    }
}
