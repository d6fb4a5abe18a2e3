package org.coursebackup.archive.definition;

/**
 * An XML field or attribute of a row.
 *
 * @param name       in the XML
 * @param alias      of the table whose column it is; null when {@code expression} is SQL
 * @param expression a column name, or an SQL expression when there is no alias
 */
public record Field(String name, String alias, String expression) {
    /** Reads {@code name}, {@code name=column} or {@code name=alias.column}; the alias is {@code t} unless said. */
    static Field parse(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String column = word.substring(equals + 1);
        int dot = column.indexOf('.');
        return dot < 0 ? new Field(name, "t", column) : new Field(name, column.substring(0, dot), column.substring(dot + 1));
    }

    public boolean isColumn() {
        return alias != null;
    }

    public String sql() {
        return isColumn() ? alias + "." + expression : expression;
    }
}
