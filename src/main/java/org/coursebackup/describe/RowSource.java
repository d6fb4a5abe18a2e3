package org.coursebackup.describe;

import java.util.List;
import java.util.Map;

/**
 * Where an element's rows come from, in the words of a definition.
 *
 * @param table the only table, alias {@code t}; null if there is {@code from} or {@code query}
 * @param from SQL after FROM; null if there is a table or a query
 * @param query a whole SELECT; null if there is {@code table} or {@code from}
 * @param by lookups, as in a definition
 * @param where SQL condition; empty for none
 * @param order SQL to order by; null for none
 * @param columns the source of each column of the result: {@code alias.column} or SQL; a missing name is not in the
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

    /** Whether rows come from the same place and are looked up the same way, so that only conditions differ. */
    boolean sameButConditions(RowSource other) {
        return (table == null ? from : "{" + table + "} t")
                        .equals(other.table == null ? other.from : "{" + other.table + "} t")
                && query == null
                && other.query == null
                && by.equals(other.by);
    }
}
