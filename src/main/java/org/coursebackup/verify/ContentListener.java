package org.coursebackup.verify;

/**
 * Receives hashes of what is read of an archive, in the order it has in the file. Each byte is read once, for this and
 * for all checks. Must not throw: reading goes on whatever becomes of the hashes.
 */
public interface ContentListener {
    /**
     * An entry was read to its end.
     *
     * @param bytes uncompressed
     * @param sha256 of the uncompressed content, 64 hexadecimal digits; null if it could not be read
     */
    void entry(String name, long bytes, String sha256);

    /**
     * Before {@link #file}, of a zip: what it has besides the data of its entries.
     *
     * @param sha256 as in {@link ZipOutline}
     */
    default void outline(String sha256) {}

    /**
     * The file was read to its end.
     *
     * @param sha256 of the file, 64 hexadecimal digits; null if contents were {@linkplain Relied relied on} instead of
     *     being read
     */
    void file(long bytes, String sha256);
}
