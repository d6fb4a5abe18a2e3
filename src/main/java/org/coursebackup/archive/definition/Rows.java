package org.coursebackup.archive.definition;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where the rows of an element come from and what of each is written.
 *
 * @param from       SQL after FROM, table names in braces
 * @param by         which rows belong where; the first is the lookup
 * @param where      further SQL conditions, each with the condition under which it applies
 * @param order      SQL order, or null for the id
 * @param attributes XML attributes in order
 * @param fields     XML fields in order
 * @param notes      annotation item by field
 * @param files      file areas that belong to each row
 * @param base64     fields written in base64
 * @param encrypt    fields encrypted with the site's backup key
 * @param when       otherwise no rows are read
 */
public record Rows(String from, List<Match> by, Map<Condition, String> where, String order, List<Field> attributes,
                   List<Field> fields, Map<String, String> notes, List<FileArea> files, Set<String> base64,
                   Set<String> encrypt, Condition when) {
}
