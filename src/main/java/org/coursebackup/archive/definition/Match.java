package org.coursebackup.archive.definition;

/**
 * Which rows belong to an element: those whose column equals a value of the task or of an enclosing row.
 *
 * @param column SQL column with its alias
 * @param value  {@code context}, {@code cm}, ..., {@code final.user}, ..., or a field of an enclosing row
 */
public record Match(String column, String value) {
    static Match parse(String word) {
        int equals = word.indexOf('=');
        String column = equals < 0 ? word : word.substring(0, equals);
        return new Match(column.indexOf('.') < 0 ? "t." + column : column, equals < 0 ? "id" : word.substring(equals + 1));
    }
}
