package org.coursebackup.report;

import org.coursebackup.language.Text;

/** Something does not exist; the message says what was looked for and where to look instead. */
public final class NotFoundException extends RuntimeException {
    private final transient Text text;

    public NotFoundException(Text text) {
        super(text.toString());
        this.text = text;
    }

    /** The message, in any language. */
    public Text text() {
        return text;
    }
}
