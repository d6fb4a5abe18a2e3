package org.coursebackup.report;

import java.time.Instant;

import org.coursebackup.language.Text;

/**
 * Whether everything is all right, and if not, the one thing to do.
 *
 * @param level {@code good}; {@code warning}; {@code bad}; {@code unknown} if it cannot be told
 * @param sentence what there is to know
 * @param remedy what to do; nothing if there is nothing to do
 * @param link address of the page with the details
 * @param since since when it is so; null if that is not known
 */
public record Story(String level, Text sentence, Text remedy, String link, Instant since) {
    static final Text NOTHING = Text.english("");

    static final String GOOD = "good";
    static final String WARNING = "warning";
    static final String BAD = "bad";
    static final String UNKNOWN = "unknown";

    /** Whether there is something to do. */
    public boolean remediable() {
        return !remedy.toString().isEmpty();
    }
}
