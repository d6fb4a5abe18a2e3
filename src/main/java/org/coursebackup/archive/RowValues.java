package org.coursebackup.archive;

/** Resolves names where an element is written: to values of its row, of the rows around it or of the task. */
interface RowValues {
    /** Null if the value is NULL or the name is unknown. */
    String value(String name);
}
