package org.coursebackup.settings;

/**
 * A password, or an address with a token in it. Its text is only for whoever needs it; wherever it is printed by
 * accident, asterisks appear.
 *
 * @param text may be empty
 */
public record Secret(String text) {
    public boolean isEmpty() {
        return text.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "" : "***";
    }
}
