package org.coursebackup.archive;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an archive turned out to hold.
 *
 * @param courseId             Moodle's course id
 * @param bytes                size of the archive
 * @param entries              number of zip entries
 * @param statements           SQL statements sent for it
 * @param rowsByTable          rows taken, by table name without the site's prefix
 * @param warnings             what the course has and the archive has not; not empty means status 4
 * @param missingContentHashes SHA-1 of pool files that were missing, or whose content was another
 */
public record ArchiveReport(long courseId, long bytes, int entries, int statements, Map<String, Long> rowsByTable,
                            List<String> warnings, Set<String> missingContentHashes) {
}
