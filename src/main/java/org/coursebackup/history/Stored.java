package org.coursebackup.history;

/** Texts of the site as the history's columns take them: PostgreSQL refuses NUL, and each column has its length. */
final class Stored {
    private Stored() {}

    /** Cut to that many characters, the last of which tells that something is missing; null stays null. */
    static String text(String text, int length) {
        if (text == null) {
            return null;
        }
        String storable = text.indexOf('\0') < 0 ? text : text.replace('\0', '\ufffd');
        if (storable.length() <= length) {
            return storable;
        }
        int end = Character.isHighSurrogate(storable.charAt(length - 2)) ? length - 2 : length - 1;
        return storable.substring(0, end) + "…";
    }

    static String shortname(String name) {
        return text(name, 255);
    }

    static String fullname(String name) {
        return text(name, 1333);
    }
}
