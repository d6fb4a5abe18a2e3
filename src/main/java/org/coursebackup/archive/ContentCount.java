package org.coursebackup.archive;

/** Counts the bytes of contents on their way into an archive. */
final class ContentCount {
    private long cloned;
    private long written;
    private long read;

    /** So many bytes were read, and became part of the archive. */
    void read(long bytes) {
        read += bytes;
        written += bytes;
    }

    /** So many of the bytes that became part of it are shared with the file they were read from. */
    void cloned(long bytes) {
        cloned += bytes;
        written -= bytes;
    }

    /** So many bytes became part of it without being read, and so many others were copied. */
    void shared(long blocks, long rest) {
        cloned += blocks;
        read(rest);
    }

    /** So many bytes were there already, and so many were read to be sure of it. */
    void kept(long bytes, long looked) {
        cloned += bytes;
        read += looked;
    }

    long cloned() {
        return cloned;
    }

    long copied() {
        return written;
    }

    long read() {
        return read;
    }
}
