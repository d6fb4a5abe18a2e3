package org.coursebackup.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may lie in a pool elsewhere besides contents: what was cut off while it was brought there, and wrong contents
 * that were put aside. Servers don't agree on times of files, so their names say since when; and FTP does not list what
 * begins with a dot.
 */
final class PlaceLeftovers {
    static final String PART = "part-";
    static final String DAMAGED = ".damaged-";

    private static final Pattern LEFT =
            Pattern.compile("(?:.*/)?(?:part-(\\d{1,12})-.*|[0-9a-f]{40}\\.damaged-(\\d{1,12}))");
    /** Longer than anything takes to be brought there. */
    private static final Duration BEING_BROUGHT = Duration.ofDays(1);

    private PlaceLeftovers() {}

    /**
     * Whether nobody needs a file any more.
     *
     * @param grace how long wrong contents are kept
     */
    static boolean over(String name, Duration grace, Instant now) {
        Matcher left = LEFT.matcher(name);
        if (!left.matches()) {
            return false;
        }
        return left.group(1) != null
                ? since(left.group(1)).plus(BEING_BROUGHT).isBefore(now)
                : since(left.group(2)).plus(grace).isBefore(now);
    }

    private static Instant since(String seconds) {
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
