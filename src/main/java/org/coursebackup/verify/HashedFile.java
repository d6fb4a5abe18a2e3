package org.coursebackup.verify;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;

/**
 * A file whose SHA-256 is taken while others read it from its front to its end: what they read is not read again, what
 * they pass over is read here. Not thread-safe.
 */
final class HashedFile implements SeekableByteChannel {
    private final FileChannel file;
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer room = ByteBuffer.allocate(64 * 1024);
    private final BooleanSupplier stop;
    private boolean hashing;
    private long position;
    /** All before it is in the digest. */
    private long hashed;

    /** @param stop whether reading is to fail from now on */
    HashedFile(Path path, BooleanSupplier stop) throws IOException {
        file = FileChannel.open(path);
        this.stop = stop;
    }

    /** From now on; until then it can be read anywhere. */
    void begin() {
        hashing = true;
    }

    /** The SHA-256 of the whole file, after whatever was not yet read of it. Can be called once. */
    String sha256() throws IOException {
        passedOver(file.size());
        return Sha256.hex(digest);
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
        giveWay();
        int start = to.position();
        int read = file.read(to, position);
        if (read > 0) {
            if (hashing) {
                hash(to, start, read);
            }
            position += read;
        }
        return read;
    }

    private void hash(ByteBuffer content, int start, int length) throws IOException {
        passedOver(position);
        long known = hashed - position;
        if (known < length) {
            ByteBuffer unknown = content.duplicate();
            unknown.position(start + (int) known).limit(start + length);
            digest.update(unknown);
            hashed = position + length;
        }
    }

    private void passedOver(long end) throws IOException {
        while (hashed < end) {
            giveWay();
            room.clear().limit((int) Math.min(room.capacity(), end - hashed));
            int read = file.read(room, hashed);
            if (read < 0) {
                throw new EOFException();
            }
            digest.update(room.flip());
            hashed += read;
        }
    }

    private void giveWay() throws IOException {
        if (stop.getAsBoolean()) {
            throw new IOException("reading it was stopped");
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
