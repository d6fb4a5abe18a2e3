package org.coursebackup.pool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import org.coursebackup.history.PlaceRecords.Placed;
import org.coursebackup.history.PoolRecords.ReadContent;
import org.coursebackup.share.ContentStore;
import org.coursebackup.share.Kept;
import org.coursebackup.thin.ContentHash;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.PoolFolder;
import org.coursebackup.thin.Rights;

/** The contents of one thin archive in the making. */
final class IncomingContents implements ContentStore {
    private static final int BLOCK = 64 * 1024;
    private static final String ON_SERVER = "on the server";
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final TargetPool pool;
    private final Map<String, Kept> kept = new HashMap<>();
    private Map<String, ReadContent> known = Map.of();
    private Map<String, Placed> there = Map.of();

    IncomingContents(TargetPool pool) {
        this.pool = pool;
    }

    @Override
    public void expect(Collection<String> contentHashes) {
        if (pool.server().isPresent()) {
            there = pool.server().get().of(contentHashes);
        } else {
            known = pool.records().of(contentHashes);
        }
    }

    @Override
    public Optional<Kept> keep(String contentHash, Path source) throws IOException {
        Kept before = kept.get(contentHash);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Kept> content = there(contentHash);
        if (content.isEmpty()) {
            content = write(contentHash, source);
        }
        content.ifPresent(found -> kept.put(contentHash, found));
        return content;
    }

    /** Empty if it is not in the pool, or is not what its name says. */
    private Optional<Kept> there(String contentHash) {
        if (pool.server().isPresent()) {
            return Optional.ofNullable(there.get(contentHash))
                    .filter(pool::relied)
                    .map(placed -> new Kept(
                            new ListedContent(contentHash, placed.bytes(), placed.sha256()), null, ON_SERVER, 0));
        }
        Path file = pool.folder().path(contentHash);
        ReadContent record = known.get(contentHash);
        if (record != null && pool.relied(record, file)) {
            return Optional.of(
                    new Kept(new ListedContent(contentHash, record.bytes(), record.sha256()), null, record.stamp(), 0));
        }
        Optional<String> stamp = TargetPool.stamp(file);
        if (stamp.isEmpty()) {
            return Optional.empty();
        }
        try {
            ListedContent content = PoolFolder.read(file);
            if (!content.sha1().equals(contentHash)) {
                return Optional.empty();
            }
            pool.records().read(List.of(pool.reading(content, stamp.get())));
            return Optional.of(new Kept(content, null, stamp.get(), content.bytes()));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Writes it under a temporary name, forced to disk; empty if the source is not what its name says. */
    Optional<Kept> write(String contentHash, Path source) throws IOException {
        if (!Files.isRegularFile(source)) {
            return Optional.empty();
        }
        pool.createFolders(pool.folder().root());
        Path part = pool.folder().part(contentHash, NUMBERS.incrementAndGet());
        boolean good = false;
        try {
            Optional<ListedContent> content = copy(source, part);
            good = content.filter(is -> is.sha1().equals(contentHash)).isPresent();
            return good
                    ? Optional.of(
                            new Kept(content.get(), part, null, content.get().bytes()))
                    : Optional.empty();
        } finally {
            if (!good) {
                Files.deleteIfExists(part);
            }
        }
    }

    /** Trouble with the source costs a file, trouble with the target the course. */
    private static Optional<ListedContent> copy(Path source, Path part) throws IOException {
        ContentHash hash = new ContentHash();
        byte[] block = new byte[BLOCK];
        try (InputStream in = open(source);
                FileChannel out = FileChannel.open(
                        part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Rights.ofFile(part))) {
            for (int length = read(in, block); length > 0; length = read(in, block)) {
                hash.update(block, 0, length);
                ByteBuffer room = ByteBuffer.wrap(block, 0, length);
                while (room.hasRemaining()) {
                    out.write(room);
                }
            }
            out.force(true);
        } catch (UnreadableSourceException unreadable) {
            return Optional.empty();
        }
        return Optional.of(hash.done());
    }

    private static InputStream open(Path source) throws UnreadableSourceException {
        try {
            return Files.newInputStream(source);
        } catch (IOException failure) {
            throw new UnreadableSourceException(failure);
        }
    }

    private static int read(InputStream in, byte[] block) throws UnreadableSourceException {
        try {
            return in.readNBytes(block, 0, block.length);
        } catch (IOException failure) {
            throw new UnreadableSourceException(failure);
        }
    }

    @Override
    public void drop() {
        TargetPool.drop(kept);
        kept.clear();
    }

    private static final class UnreadableSourceException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableSourceException(IOException cause) {
            super(cause);
        }
    }
}
