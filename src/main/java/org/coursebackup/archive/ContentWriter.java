package org.coursebackup.archive;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.coursebackup.share.EarlierArchive;
import org.coursebackup.share.SharedContent;
import org.coursebackup.share.Sharing;
import org.coursebackup.verify.Relied;

/**
 * Brings the contents of files into an archive: they share the blocks of an earlier one, or of the pool, where that is
 * possible, and are copied from the pool elsewhere. Whichever it is, the archive has the same bytes.
 */
final class ContentWriter {
    private final FilePool pool;
    private final Optional<EarlierArchive> earlier;
    private final ArchiveZip zip;
    private final ContentCount count = new ContentCount();
    private final Map<String, Relied> relied = new HashMap<>();
    private boolean shared;

    /** @param earlier what contents are shared with; empty for none */
    ContentWriter(FilePool pool, Optional<EarlierArchive> earlier, ArchiveZip zip) {
        this.pool = pool;
        this.earlier = earlier;
        this.zip = zip;
    }

    /** @return false if the pool's content did not match the hash, so that the archive has to be made again */
    boolean write(String contentHash) throws IOException {
        String name = FilePool.entryName(contentHash);
        Optional<SharedContent> known = earlier.flatMap(archive -> archive.content(name));
        return known.isPresent() && share(name, known.get()) || pool.copy(contentHash, zip, count);
    }

    private boolean share(String name, SharedContent content) throws IOException {
        OptionalLong tail = zip.share(name, earlier.orElseThrow().file(), content);
        if (tail.isEmpty()) {
            return false;
        }
        shared = true;
        long blocks = SharedContent.inBlocks(content.bytes());
        count.shared(blocks, content.bytes() - blocks);
        if (earlier.orElseThrow().relied()) {
            relied.put(name, new Relied(content.bytes(), content.crc(), content.sha256(), blocks, tail.getAsLong()));
        }
        return true;
    }

    /** Whether something is shared with an earlier archive that somebody has touched meanwhile. */
    boolean deceived() {
        return shared && !earlier.orElseThrow().untouched();
    }

    Sharing sharing() {
        return new Sharing(
                count.cloned(),
                count.copied(),
                count.read(),
                shared ? earlier.orElseThrow().file() : null,
                Map.copyOf(relied),
                relied.isEmpty() ? null : earlier.orElseThrow().readSince());
    }
}
