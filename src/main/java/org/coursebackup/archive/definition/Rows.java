package org.coursebackup.archive.definition;

import java.util.List;
import java.util.Map;

/**
 * Where the rows of an element come from and what of each is written.
 *
 * @param from SQL after FROM, table names in braces; null where {@code query} says it
 * @param query a whole SELECT with {@code :key} where the value of the lookup stands; else null
 * @param by which rows belong where; the first is the lookup
 * @param where further SQL conditions, each with the condition under which it applies
 * @param order SQL order, or null for the id
 * @param attributes XML attributes in order
 * @param fields XML fields in order
 * @param notes annotation item by field
 * @param files file areas that belong to each row
 * @param codings how the text of a field is made of its value, where it is not the value itself
 * @param when otherwise no rows are read
 */
public record Rows(
        String from,
        String query,
        List<Match> by,
        Map<Condition, String> where,
        String order,
        List<Field> attributes,
        List<Field> fields,
        Map<String, String> notes,
        List<FileArea> files,
        List<Coding> codings,
        Condition when) {
    /** The SQL that names the tables. */
    public String sql() {
        return query == null ? from : query;
    }

    /**
     * How a field's text is made of its value.
     *
     * @param name {@code base64}, {@code encrypted}, {@code notags} or {@code links-in-config}
     * @param when comparisons with the row's fields
     */
    public record Coding(String field, String name, Condition when) {}
}
