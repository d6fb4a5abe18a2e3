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
 */
public record OutcomeDetails(
        List<String> warnings,
        Map<String, Long> rowsByTable,
        Map<String, Long> unreadTables,
        List<String> locations,
        String fingerprint) {}
