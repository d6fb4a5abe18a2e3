package org.coursebackup.archive.definition;

import java.util.Map;

/**
 * An XML field or attribute of a row.
 *
 * @param name in the XML
 * @param unlessNull left out where the value is NULL
 * @param when condition under which it is written
 * @param alias of the table whose column it is; null when {@code expression} is SQL
 * @param expression a column name, or an SQL expression when there is no alias
 */
public record Field(String name, String alias, String expression, boolean unlessNull, Condition when) {
    /**
     * Reads {@code name}, {@code name=column} or {@code name=alias.column}; the alias defaults to {@code t}. After a
     * question mark follows {@code not-null} or a condition.
     */
    static Field parse(String word, Map<String, String> select) {
        int question = word.indexOf('?');
        String condition = question < 0 ? "" : word.substring(question + 1);
        String plain = question < 0 ? word : word.substring(0, question);
        boolean unlessNull = condition.equals("not-null");
        Condition when = unlessNull ? Condition.ALWAYS : Condition.parse(condition);
        int equals = plain.indexOf('=');
        String name = equals < 0 ? plain : plain.substring(0, equals);
        if (select.containsKey(name)) {
            return new Field(name, null, select.get(name), unlessNull, when);
        }
        String column = plain.substring(equals + 1);
        int dot = column.indexOf('.');
        return new Field(name, dot < 0 ? "t" : column.substring(0, dot), column.substring(dot + 1), unlessNull, when);
    }

    public boolean isColumn() {
        return alias != null;
    }

    public String sql() {
        return isColumn() ? alias + "." + expression : expression;
    }
}
