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
 * @param digest one hash for all of the archive, known in parts; null if it was not taken
 * @param stamp by which the archive's file is recognised without being read; null if nothing can be shared with it
 * @param readSince since when all contents that it shares with an earlier archive were read back, epoch seconds; null
 *     if all of it was read back now
 */
public record OutcomeDetails(
        List<String> warnings,
        Map<String, Long> rowsByTable,
        Map<String, Long> unreadTables,
        List<String> locations,
        String fingerprint,
        String sha256,
        String digest,
        String stamp,
        Long readSince) {
    /** Of an archive that shares nothing, and that nothing is shared with. */
    public OutcomeDetails(
            List<String> warnings,
            Map<String, Long> rowsByTable,
            Map<String, Long> unreadTables,
            List<String> locations,
            String fingerprint,
            String sha256) {
        this(warnings, rowsByTable, unreadTables, locations, fingerprint, sha256, null, null, null);
    }

    /** The same with other lists. */
    OutcomeDetails with(List<String> fewer, Map<String, Long> read, Map<String, Long> unread) {
        return new OutcomeDetails(fewer, read, unread, List.of(), fingerprint, sha256, digest, stamp, readSince);
    }

    /** Of an outcome without an archive. */
    static final OutcomeDetails NONE = new OutcomeDetails(List.of(), Map.of(), Map.of(), List.of(), null, null);
}
