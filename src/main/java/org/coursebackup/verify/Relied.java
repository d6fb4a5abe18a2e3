package org.coursebackup.verify;

/**
 * A content that was read back when it came into an earlier archive, whose blocks a later one shares. It is not read
 * again: what is looked at are its length and checksum in the zip's directory, and what was copied of it.
 *
 * @param bytes its length
 * @param crc its CRC-32
 * @param sha256 64 hexadecimal digits
 * @param blocks bytes at its beginning that are shared
 * @param rest CRC-32 of what follows them, which was copied
 */
public record Relied(long bytes, long crc, String sha256, long blocks, long rest) {}
