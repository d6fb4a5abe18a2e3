package org.coursebackup.export;

import java.util.Map;

/** What of a document is taken over. Elements are called by their path, such as {@code users/user}. */
interface Choice {
    /** What becomes of an element and all in it. */
    enum Fate {
        KEEP,
        DROP,
        /** Its fields decide: {@link #keep} is asked at its end. For small elements only. */
        LOOK
    }

    /** Asked when an element begins, of elements that are in kept ones only. */
    Fate fate(String path, Map<String, String> attributes);

    /**
     * Asked at the end of an element to be looked at.
     *
     * @param fields texts of its fields
     */
    default boolean keep(String path, Map<String, String> fields) {
        return true;
    }

    /** The text of a field as it is to be; texts of more than 64 K characters are taken over unasked. */
    default String text(String path, String text) {
        return text;
    }
}
