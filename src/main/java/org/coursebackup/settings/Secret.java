package org.coursebackup.settings;

/**
 * A password, or an address with a token in it. Its text is only for those who need it; printed by accident it shows
 * asterisks.
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
