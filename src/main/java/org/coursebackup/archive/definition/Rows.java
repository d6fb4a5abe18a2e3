package org.coursebackup.archive.definition;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where an element's rows come from and what is written of each.
 *
 * @param from SQL after FROM, table names in braces; null if there is a {@code query}
 * @param query a whole SELECT with {@code :key} in place of the lookup value, or null
 * @param by which rows belong to which parent; the first is the lookup
 * @param where further SQL conditions, each with the condition under which it applies
 * @param order SQL to order by, or null for the id
 * @param attributes XML attributes in order
 * @param fields XML fields in order
 * @param notes fields to annotate: annotation item by field
 * @param files file areas that belong to each row
 * @param codings how a field's text is made from its value, where it is not the value itself
 * @param incidental fields whose values say nothing about the course
 * @param when condition under which rows are read
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
        Set<String> incidental,
        Condition when) {
    /** The SQL that names the tables. */
    public String sql() {
        return query == null ? from : query;
    }

    /**
     * How a field's text is made from its value.
     *
     * @param name {@code base64}, {@code encrypted}, {@code notags} or {@code links-in-config}
     * @param members for {@code links-in-config}: the members of the serialised object that hold texts
     * @param when comparisons with the row's fields
     */
    public record Coding(String field, String name, List<String> members, Condition when) {}
}
