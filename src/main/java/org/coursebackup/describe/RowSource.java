package org.coursebackup.describe;

import java.util.List;
import java.util.Map;

/**
 * Where an element's rows come from, in the words of a definition.
 *
 * @param table the one table, alias {@code t}; null where {@code from} or {@code query} says it
 * @param from SQL behind FROM, null where there is a table or a query
 * @param query a whole SELECT, null where table or from says it
 * @param by lookups as in a definition
 * @param where SQL, empty for none
 * @param order SQL, null for none
 * @param columns what each column of the result is: {@code alias.column} or SQL; a name that is missing is not in the
 *     result
 * @param plain names among the columns that need no {@code select}
 */
record RowSource(
        String table,
        String from,
        String query,
        List<String> by,
        String where,
        String order,
        Map<String, String> columns,
        List<String> plain) {

    /** Whether rows come from the same place and are looked up alike, so that only conditions differ. */
    boolean sameButConditions(RowSource other) {
        return (table == null ? from : "{" + table + "} t")
                        .equals(other.table == null ? other.from : "{" + other.table + "} t")
                && query == null
                && other.query == null
                && by.equals(other.by);
    }
}
