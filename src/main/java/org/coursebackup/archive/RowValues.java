package org.coursebackup.archive;

/** Gives the value that a name stands for where an element is written: of the row, of rows around it, of the task. */
interface RowValues {
    /** Null when the value is NULL or nothing of that name is known. */
    String value(String name);
}
