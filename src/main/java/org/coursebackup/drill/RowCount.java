package org.coursebackup.drill;

/**
 * How many rows of a kind there are.
 *
 * @param contents a sum over the contents of files that does not depend on their order; 0 for other rows
 */
record RowCount(String kind, long rows, long contents) {
    RowCount plus(RowCount other) {
        return new RowCount(kind, rows + other.rows, contents + other.contents);
    }
}
