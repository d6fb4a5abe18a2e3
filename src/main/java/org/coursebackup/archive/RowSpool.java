package org.coursebackup.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * The rows of one kind of element, grouped by the key by which they are looked up. Small spools stay in memory, larger
 * ones go to a file that vanishes with the process, so that the heap does not grow with the course. Rows must be added
 * in ascending order of keys.
 */
final class RowSpool implements Closeable {
    /** How many bytes a spool keeps in memory before it moves to a file. */
    static final int MEMORY = 256 * 1024;

    /** Not one of the {@link LongTexts}. */
    static final int WHOLE = -1;

    private static final int NULL = -1;
    private static final int LONG = -2;

    /** Rows were not added in ascending order of keys. */
    static final class OrderException extends IOException {
        private OrderException(long key, long before) {
            super("rows came with key " + key + " after " + before + "; look them up by a column of numbers");
        }
    }

    private static final AtomicLong COUNT = new AtomicLong();

    private final Path folder;
    private byte[] buffer = new byte[1024];
    private int used;
    private FileChannel file;
    private long flushed;
    private long[] keys = new long[16];
    private long[] starts = new long[16];
    private int groups;
    private long rows;

    RowSpool(Path folder) {
        this.folder = folder;
    }

    long rows() {
        return rows;
    }

    /** Adds a row; {@code values} may hold nulls. */
    void add(long key, String[] values) throws IOException {
        add(key, values, null);
    }

    /**
     * Adds a row with long texts.
     *
     * @param numbers for each value its number among the {@link LongTexts}, or {@link #WHOLE}; null if all are whole
     */
    void add(long key, String[] values, int[] numbers) throws IOException {
        if (groups == 0 || keys[groups - 1] != key) {
            if (groups > 0 && key < keys[groups - 1]) {
                throw new OrderException(key, keys[groups - 1]);
            }
            if (groups == keys.length) {
                keys = Arrays.copyOf(keys, groups * 2);
                starts = Arrays.copyOf(starts, groups * 2);
            }
            keys[groups] = key;
            starts[groups++] = flushed + used;
        }
        for (int i = 0; i < values.length; i++) {
            String value = values[i];
            if (value == null) {
                putInt(NULL);
            } else {
                if (numbers != null && numbers[i] != WHOLE) {
                    putInt(LONG);
                    putInt(numbers[i]);
                }
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                putInt(bytes.length);
                put(bytes);
            }
        }
        rows++;
    }

    private void putInt(int value) throws IOException {
        room(4);
        buffer[used++] = (byte) (value >>> 24);
        buffer[used++] = (byte) (value >>> 16);
        buffer[used++] = (byte) (value >>> 8);
        buffer[used++] = (byte) value;
    }

    private void put(byte[] bytes) throws IOException {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, used, bytes.length);
        used += bytes.length;
    }

    private void room(int needed) throws IOException {
        if (used + needed <= buffer.length) {
            return;
        }
        if (used + needed > MEMORY) {
            flush();
        }
        if (used + needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(used + needed, Math.min(buffer.length * 4, MEMORY)));
        }
    }

    private void flush() throws IOException {
        if (file == null) {
            file = temporary(folder, "rows");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
        while (bytes.hasRemaining()) {
            file.write(bytes, flushed + bytes.position());
        }
        flushed += used;
        used = 0;
    }

    /** The rows of a key in the order they were added, each with {@code width} values. */
    Cursor of(long key, int width) {
        int group = Arrays.binarySearch(keys, 0, groups, key);
        return group < 0 ? new Cursor(0, 0, width) : new Cursor(starts[group], end(group), width);
    }

    /** All rows in the order they were added. */
    Cursor all(int width) {
        return new Cursor(0, flushed + used, width);
    }

    private long end(int group) {
        return group + 1 < groups ? starts[group + 1] : flushed + used;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
        buffer = new byte[0];
        groups = 0;
    }

    /** Reads rows one after another; several cursors of a spool may be open at the same time. */
    final class Cursor {
        private static final int WINDOW = 16 * 1024;
        private final long end;
        private final int width;
        private long position;
        private byte[] window = new byte[0];
        private long windowStart;

        private Cursor(long start, long end, int width) {
            this.position = start;
            this.end = end;
            this.width = width;
        }

        /** The next row, or null at the end. */
        String[] next() throws IOException {
            if (position >= end) {
                return null;
            }
            String[] values = new String[width];
            numbers = null;
            for (int i = 0; i < width; i++) {
                int length = readInt();
                if (length == LONG) {
                    if (numbers == null) {
                        numbers = new int[width];
                        Arrays.fill(numbers, WHOLE);
                    }
                    numbers[i] = readInt();
                    length = readInt();
                }
                if (length >= 0) {
                    byte[] bytes = read(length);
                    values[i] = new String(bytes, offset, length, StandardCharsets.UTF_8);
                }
            }
            return values;
        }

        /** The numbers of the last row's long texts, as they were added; null if all its values are whole. */
        int[] numbers() {
            return numbers;
        }

        private int readInt() throws IOException {
            return ByteBuffer.wrap(read(4), offset, 4).getInt();
        }

        private int[] numbers;
        private int offset;

        /** Returns an array that holds {@code length} bytes from {@link #offset} on, and moves on. */
        private byte[] read(int length) throws IOException {
            long from = position;
            position += length;
            if (from >= flushed) {
                offset = (int) (from - flushed);
                return buffer;
            }
            if (from < windowStart || from + length > windowStart + window.length) {
                int size = (int) Math.min(Math.max(length, WINDOW), flushed - from);
                window = new byte[size];
                windowStart = from;
                ByteBuffer target = ByteBuffer.wrap(window);
                while (target.hasRemaining() && file.read(target, from + target.position()) >= 0) {
                    // a read may return less than was asked for
                }
            }
            offset = (int) (from - windowStart);
            return window;
        }
    }

    /** A new file that vanishes when it is closed, or with the process. */
    static FileChannel temporary(Path folder, String kind) throws IOException {
        String name = kind + "-" + System.nanoTime() + "-" + COUNT.incrementAndGet() + ".spool";
        return FileChannel.open(folder.resolve(name), CREATE_NEW, READ, WRITE, DELETE_ON_CLOSE);
    }

    /** An empty folder for spools. */
    static Path folder(Path beside) throws IOException {
        return Files.createTempDirectory(beside, ".spool-");
    }
}
