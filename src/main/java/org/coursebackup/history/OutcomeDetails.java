package org.coursebackup.history;

import java.util.List;
import java.util.Map;

/**
 * The lists that belong to an {@link Outcome}.
 *
 * @param warnings what the course has but the archive lacks
 * @param rowsByTable number of rows read, by table without prefix
 * @param unreadTables number of the course's rows in tables that no definition reads, by table
 * @param locations where the archive was published
 * @param fingerprint of all that the archive holds; null if it was not compared with others
 * @param sha256 of the archive's file; null if it was not taken
 */
public record OutcomeDetails(
        List<String> warnings,
        Map<String, Long> rowsByTable,
        Map<String, Long> unreadTables,
        List<String> locations,
        String fingerprint,
        String sha256) {
    /** Of an outcome without an archive. */
    static final OutcomeDetails NONE = new OutcomeDetails(List.of(), Map.of(), Map.of(), List.of(), null, null);
}
