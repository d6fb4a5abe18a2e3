package org.coursebackup.history;

/**
 * How the contents of files got into archives, in bytes.
 *
 * @param cloned shared with earlier archives, or with Moodle's pool, or there already in the target's pool
 * @param copied read and written
 * @param bytesRead read, of the pool and of earlier archives, and to read archives back
 */
public record Traffic(long cloned, long copied, long bytesRead) {
    public static final Traffic NONE = new Traffic(0, 0, 0);

    /** Both together. */
    public Traffic plus(Traffic other) {
        return new Traffic(cloned + other.cloned, copied + other.copied, bytesRead + other.bytesRead);
    }
}
