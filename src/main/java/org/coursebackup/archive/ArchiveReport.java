package org.coursebackup.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coursebackup.share.Sharing;

/**
 * What an archive turned out to hold.
 *
 * @param courseId Moodle's course id
 * @param bytes size of the archive
 * @param entries number of zip entries
 * @param statements number of SQL statements sent for it
 * @param rowsByTable number of rows read, by table name without the site's prefix
 * @param unreadTables number of the course's rows in tables that no definition reads, by table; Moodle's own archives
 *     mostly lack them, too
 * @param warnings what the course has but the archive lacks; unless empty, the status is 4
 * @param undescribed plugins with content in the course that no definition describes, such as {@code mod_attendance}
 * @param missingContentHashes SHA-1 of pool files that were missing or whose content did not match it
 * @param moodlesOwn whether Moodle's own backup made the archive, which is its own proof
 * @param fingerprint of all that it holds; null if it was not compared with another or lacks something of the course
 * @param unchanged whether it was not made, since it would have held what the one it was compared with holds
 * @param sharing how the contents of its files got into it
 */
public record ArchiveReport(
        long courseId,
        long bytes,
        int entries,
        int statements,
        Map<String, Long> rowsByTable,
        Map<String, Long> unreadTables,
        List<String> warnings,
        Set<String> undescribed,
        Set<String> missingContentHashes,
        String fingerprint,
        boolean unchanged,
        boolean moodlesOwn,
        Sharing sharing) {

    /** The same of an archive of another size. */
    public ArchiveReport ofBytes(long size) {
        return new ArchiveReport(
                courseId,
                size,
                entries,
                statements,
                rowsByTable,
                unreadTables,
                warnings,
                undescribed,
                missingContentHashes,
                fingerprint,
                unchanged,
                moodlesOwn,
                sharing);
    }

    /** Of an archive that this program made without comparing it with another. */
    public ArchiveReport(
            long courseId,
            long bytes,
            int entries,
            int statements,
            Map<String, Long> rowsByTable,
            Map<String, Long> unreadTables,
            List<String> warnings,
            Set<String> undescribed,
            Set<String> missingContentHashes) {
        this(
                courseId,
                bytes,
                entries,
                statements,
                rowsByTable,
                unreadTables,
                warnings,
                undescribed,
                missingContentHashes,
                null,
                false,
                false,
                Sharing.NONE);
    }

    /** The same report with more warnings; those already present are not repeated. */
    public ArchiveReport withWarnings(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        more.stream().filter(warning -> !all.contains(warning)).forEach(all::add);
        return new ArchiveReport(
                courseId,
                bytes,
                entries,
                statements,
                rowsByTable,
                unreadTables,
                List.copyOf(all),
                undescribed,
                missingContentHashes,
                all.isEmpty() ? fingerprint : null,
                unchanged,
                moodlesOwn,
                sharing);
    }
}
