package org.coursebackup.share;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.coursebackup.verify.Relied;

/**
 * How the contents of an archive got into it.
 *
 * @param cloned bytes that it shares with other files, or that the target's pool had already
 * @param copied bytes of contents that were read and written
 * @param read bytes of contents that were read, of the pool and of earlier archives
 * @param from the earlier archive that it shares contents with; null if there is none
 * @param relied contents that it shares with that one and that were read back earlier, by the names of their entries
 * @param readSince since when all of those were read back; null if there are none
 * @param kept contents of a thin archive, by SHA-1; null for an archive that has them itself
 */
public record Sharing(
        long cloned,
        long copied,
        long read,
        Path from,
        Map<String, Relied> relied,
        Instant readSince,
        Map<String, Kept> kept) {
    public static final Sharing NONE = new Sharing(0, 0, 0, null, Map.of(), null, null);
}
