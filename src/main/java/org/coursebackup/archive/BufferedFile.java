package org.coursebackup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/**
 * A file being written through a buffer in which the writer may go back: a zip completes the header of each entry once
 * its size is known, and a small entry is still in memory by then. Not for reading, nor for parallel use.
 */
final class BufferedFile implements SeekableByteChannel {
    private static final int SIZE = 256 * 1024;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(SIZE);
    /** Where in the file the buffer begins. */
    private long start;
    /** Bytes in the buffer; its position may lie before their end. */
    private int filled;
    /** How many of the bytes to be written next are in the file already. */
    private long present;

    /** @param file empty, and written to by nobody else */
    BufferedFile(FileChannel file) {
        this.file = file;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        passOver(bytes);
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            ByteBuffer part = bytes.slice();
            part.limit(Math.min(part.remaining(), buffer.remaining()));
            bytes.position(bytes.position() + part.remaining());
            buffer.put(part);
            filled = Math.max(filled, buffer.position());
        }
        return length;
    }

    /** Writes out the buffer, since somebody is about to write into the file behind it. */
    void beforeOthersWrite() throws IOException {
        flush();
    }

    /** Of what is written next, so many bytes are in the file already, at this position. */
    void othersWrote(long bytes) {
        present = bytes;
    }

    private void passOver(ByteBuffer bytes) {
        int known = (int) Math.min(present, bytes.remaining());
        bytes.position(bytes.position() + known);
        start += known;
        present -= known;
    }

    @Override
    public long position() {
        return start + buffer.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        if (position < start || position > start + filled) {
            flush();
            start = position;
        } else {
            buffer.position((int) (position - start));
        }
        return this;
    }

    @Override
    public long size() throws IOException {
        return Math.max(file.size(), start + filled);
    }

    /** Writes out the buffer and forces the whole file to disk. */
    void force() throws IOException {
        flush();
        file.force(true);
    }

    /** Writes out the buffer; the position stays. */
    private void flush() throws IOException {
        long next = position();
        buffer.position(0).limit(filled);
        for (long at = start; buffer.hasRemaining(); ) {
            at += file.write(buffer, at);
        }
        buffer.clear();
        start = next;
        filled = 0;
    }

    @Override
    public int read(ByteBuffer bytes) {
        throw new UnsupportedOperationException("An archive is only written here.");
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException("An archive only grows.");
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    /** Closes the file; what was not {@linkplain #force forced} is lost. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
