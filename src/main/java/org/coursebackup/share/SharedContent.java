package org.coursebackup.share;

/**
 * A content of an earlier archive that a later one can share: stored as it is, beginning at a block.
 *
 * @param at where it begins in that file
 * @param bytes its length
 * @param crc its CRC-32
 * @param sha256 64 hexadecimal digits
 */
public record SharedContent(long at, long bytes, long crc, String sha256) {
    /** Smaller contents, in bytes, cost less to copy than to share. */
    public static final long SMALLEST = 4 * BlockCloner.BLOCK;

    /** Bytes in whole blocks; the rest has to be copied. */
    public static long inBlocks(long bytes) {
        return bytes - bytes % BlockCloner.BLOCK;
    }
}
