package org.coursebackup.archive;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import org.coursebackup.share.ContentStore;
import org.coursebackup.share.EarlierArchive;
import org.coursebackup.share.Kept;
import org.coursebackup.share.SharedContent;
import org.coursebackup.share.Sharing;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Relied;

/**
 * Brings the contents of files into an archive: they share the blocks of an earlier one, or of the pool, where that is
 * possible, and are copied from the pool elsewhere. Whichever it is, the archive has the same bytes. A thin archive
 * gets a list of them instead.
 */
final class ContentWriter {
    private final FilePool pool;
    private final Optional<EarlierArchive> earlier;
    private final ArchiveZip zip;
    private final Optional<ContentStore> store;
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final ContentCount count = new ContentCount();
    private final Map<String, Relied> relied = new HashMap<>();
    private boolean shared;

    /**
     * @param earlier what contents are shared with; empty for none
     * @param store what takes the contents, if the archive is to be thin
     */
    ContentWriter(FilePool pool, Optional<EarlierArchive> earlier, Optional<ContentStore> store, ArchiveZip zip) {
        this.pool = pool;
        this.store = store;
        this.earlier = earlier;
        this.zip = zip;
    }

    /** @return false if the pool's content did not match the hash, so that the archive has to be made again */
    boolean write(String contentHash) throws IOException {
        if (store.isPresent()) {
            return keep(contentHash, store.get());
        }
        String name = FilePool.entryName(contentHash);
        Optional<SharedContent> known = earlier.flatMap(archive -> archive.content(name));
        return known.isPresent() && share(name, known.get()) || pool.copy(contentHash, zip, count);
    }

    private boolean keep(String contentHash, ContentStore thin) throws IOException {
        Optional<Kept> content = thin.keep(contentHash, pool.path(contentHash));
        content.ifPresent(there -> {
            kept.put(contentHash, there);
            if (there.written()) {
                count.read(there.content().bytes());
                // before it gets its name
                count.kept(0, there.content().bytes());
            } else {
                count.kept(there.content().bytes(), there.read());
            }
        });
        return content.isPresent();
    }

    /** Ends a thin archive's contents. */
    void list() throws IOException {
        if (store.isEmpty()) {
            return;
        }
        try (Writer list = new OutputStreamWriter(zip.entry(ThinArchive.LIST, true), StandardCharsets.US_ASCII)) {
            list.write(ThinArchive.TITLE + "\n");
            for (Kept content : kept.values()) {
                list.write(content.content().line() + "\n");
            }
        }
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
                relied.isEmpty() ? null : earlier.orElseThrow().readSince(),
                store.isEmpty() ? null : Map.copyOf(kept));
    }
}
