package org.coursebackup.history;

import java.io.File;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One published archive.
 *
 * @param location where it was published, a path or an address
 * @param removed when retention removed it; otherwise null
 * @param fingerprint of all that it holds; null if it was not compared with others
 * @param confirmed the latest time at which the course was seen to be what it holds; null if never after it was made
 * @param checked when it was last read back completely, after it was made, or, if it shares contents with earlier ones,
 *     since when all of it was; null if that was when it was made
 * @param damaged when it was found to be damaged; null for a good one
 * @param sha256 of the file as it was read back before it got its name; null if it was not taken
 * @param finding what was wrong with it, or with its manifest, when it was last read; null if nothing
 * @param lockedUntil until then its place does not let it be deleted; null if nothing is known of that
 * @param digest one hash for all of it, known in parts; null if it was not taken
 * @param stamp by which the file is recognised without being read; null if contents can't be shared with it
 * @param refused when its place last refused to delete it; null if never
 */
public record ArchiveRow(
        long runId,
        long courseId,
        String location,
        Result result,
        long bytes,
        Instant started,
        Instant made,
        Instant removed,
        @JsonIgnore String fingerprint,
        Instant confirmed,
        Instant checked,
        Instant damaged,
        String sha256,
        String finding,
        Instant lockedUntil,
        @JsonIgnore Instant refused,
        @JsonIgnore String digest,
        @JsonIgnore String stamp) {
    /** Without the path or address before it. */
    public String fileName() {
        return location.substring(Math.max(location.lastIndexOf('/'), location.lastIndexOf(File.separatorChar)) + 1);
    }

    /** Whether it has contents that were read back when they came into an earlier archive, and not since. */
    public boolean inherited() {
        return checked != null && checked.isBefore(made);
    }

    /** The latest time at which all of it is known to have been good. */
    public Instant readBack() {
        return checked == null ? made : checked;
    }
}
