package org.coursebackup.pool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.history.PlaceRecords;
import org.coursebackup.history.PlaceRecords.Placed;
import org.coursebackup.history.PoolRecords;
import org.coursebackup.history.PoolRecords.ReadContent;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.share.ContentStore;
import org.coursebackup.share.ContentStores;
import org.coursebackup.share.FileStamp;
import org.coursebackup.share.Kept;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ContentLookup;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.PoolFolder;
import org.coursebackup.thin.Rights;
import org.coursebackup.thin.ThinArchive;

/**
 * The pool beside the archives in the target folder. A content is relied on without being read for as long as
 * {@code verify.cycle-days} after it was read, if its file has not been touched since; otherwise it is read. A wrong
 * one is replaced from Moodle's pool and kept aside. Thread-safe.
 */
public final class TargetPool implements ContentStores {
    private static final Logger LOG = LoggerFactory.getLogger(TargetPool.class);
    /** How far clocks of machines that share a history may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final Duration NEWS_FOR = Duration.ofDays(7);
    private static final int MOST = 5;
    private static final String ASIDE = ".damaged";

    private final boolean wanted;
    private final Path folder;
    private final PoolFolder pool;
    private final PoolFolder moodle;
    private final PoolRecords records;
    private final boolean readAll;
    private final Duration cycle;
    private final Clock clock;
    private final PlaceRecords server;
    private final List<PlacePool> others = new CopyOnWriteArrayList<>();

    /** @param history whose tables are up to date when the pool is used */
    public TargetPool(Settings settings, DataSource history, Clock clock) {
        this.wanted = settings.store().pooled();
        this.folder = settings.target().directory().toAbsolutePath().normalize();
        this.pool = new PoolFolder(folder.resolve(PoolFolder.NAME));
        this.moodle = new PoolFolder(settings.moodle().site().filedir());
        this.records = new PoolRecords(history);
        this.readAll = settings.store().all();
        this.cycle = settings.store().cycle();
        this.clock = clock.withZone(settings.schedule().zone());
        this.server = settings.target().inFolder()
                ? null
                : PlacePool.records(history, settings.target().endpoint());
    }

    /**
     * The pools at other places than the target folder that the settings name; later, the target folder is mended from
     * them.
     */
    public List<PlacePool> elsewhere(
            Settings settings, DataSource history, Function<String, TargetPlace> places, Clock clock) {
        TargetSettings target = settings.target();
        List<PlacePool> found = new ArrayList<>();
        PoolOwner owner = new PoolOwner(settings.moodle().site().wwwroot(), clock);
        if (!target.inFolder()) {
            found.add(new PlacePool(
                    target.endpoint(),
                    () -> places.apply(target.endpoint()),
                    target.lock(),
                    true,
                    settings.store(),
                    this::source,
                    owner,
                    history,
                    clock));
        } else if (target.copied()) {
            found.add(new PlacePool(
                    target.second(),
                    () -> places.apply(target.second()),
                    target.secondLock(),
                    target.secondTidied(),
                    settings.store(),
                    this::source,
                    owner,
                    history,
                    clock));
        }
        others.addAll(found);
        return found;
    }

    /** A good file with a content, in this pool or Moodle's. */
    private Path source(ListedContent content) throws IOException {
        if (pool.trouble(content).isEmpty() || server == null && replaced(content)) {
            return pool.path(content.sha1());
        }
        if (moodle.trouble(content).isEmpty()) {
            return moodle.path(content.sha1());
        }
        throw new IOException(
                "there is no good content " + content.sha1() + ", neither in " + pool.root() + " nor in Moodle's pool");
    }

    /** What is known of contents at a server that is the target; empty if the target is a folder. */
    Optional<PlaceRecords> server() {
        return Optional.ofNullable(server);
    }

    /** Whether new archives are to be thin. */
    public boolean wanted() {
        return wanted;
    }

    /** Looks at what a thin archive in the target folder refers to; empty for any other archive. */
    public Optional<ContentLookup> lookup(Path archive) {
        if (!ThinArchive.named(archive.getFileName().toString())
                || !folder.equals(archive.toAbsolutePath().normalize().getParent())) {
            return Optional.empty();
        }
        Map<String, ReadContent> known = known(archive);
        return Optional.of(content -> trouble(content, Optional.ofNullable(known.get(content.sha1()))));
    }

    private Map<String, ReadContent> known(Path archive) {
        List<String> contents = new ArrayList<>();
        try {
            ThinArchive.contents(archive, content -> contents.add(content.sha1()));
        } catch (IOException damaged) {
            // whoever reads the archive finds that, too
        }
        return records.of(contents);
    }

    /** Archives that are made in the target folder are thin; others, such as those that proofs make, are not. */
    @Override
    public Optional<ContentStore> of(Path part) {
        boolean inTarget = folder.equals(part.toAbsolutePath().normalize().getParent());
        return wanted && inTarget ? Optional.of(new IncomingContents(this)) : Optional.empty();
    }

    /**
     * Gives what was written for a thin archive its names, after reading it back, and looks whether the rest is there.
     *
     * @param part the thin archive, not yet published
     * @param kept what its contents were found to be
     * @return the contents, all of which are in the pool now
     * @throws IOException if one is not; what got its name before stays
     */
    public Set<ListedContent> place(Path part, Map<String, Kept> kept) throws IOException {
        Set<ListedContent> placed = new HashSet<>();
        List<ReadContent> read = new ArrayList<>();
        Set<Path> folders = new HashSet<>();
        for (ListedContent content : ThinArchive.contents(part)) {
            Kept how = kept.get(content.sha1());
            if (how == null || !how.content().equals(content)) {
                throw new IOException("the thin archive refers to " + content.sha1() + ", which was not put into the"
                        + " pool for it");
            }
            if (how.written()) {
                read.add(place(content, how.part(), "Moodle's pool"));
                addFolders(pool.path(content.sha1()), folders);
            } else if (!stamp(pool.path(content.sha1())).equals(Optional.of(how.stamp()))) {
                throw new IOException(pool.path(content.sha1())
                        + " was touched or removed while a course that needs it was backed up");
            }
            placed.add(content);
        }
        for (Path changed : folders) {
            force(changed);
        }
        records.read(read);
        records.used(placed.stream().map(ListedContent::sha1).toList());
        return placed;
    }

    /** Whether all contents of a thin archive lie in the pool with their lengths; nothing is read. */
    public boolean complete(Path archive) throws IOException {
        boolean[] complete = {true};
        ThinArchive.contents(archive, content -> complete[0] &= hasLength(pool.path(content.sha1()), content.bytes()));
        return complete[0];
    }

    /** Deletes what was written under temporary names. */
    public static void drop(Map<String, Kept> kept) {
        for (Kept content : kept.values()) {
            if (content.written()) {
                try {
                    Files.deleteIfExists(content.part());
                } catch (IOException stays) {
                    LOG.warn("Cannot delete {}; the next start does.", content.part());
                }
            }
        }
    }

    /**
     * Whether a content that an archive in the target folder refers to is what it was: read unless that was done
     * lately, and replaced from Moodle's pool if it isn't. For old archives lately is half the cycle, since it may be a
     * whole one until somebody asks again.
     */
    private Optional<String> trouble(ListedContent content, Optional<ReadContent> known) {
        Path file = pool.path(content.sha1());
        if (known.isPresent()
                && relied(known.get(), file, cycle.dividedBy(2))
                && known.get().sha256().equals(content.sha256())
                && known.get().bytes() == content.bytes()) {
            return Optional.empty();
        }
        Optional<String> trouble = pool.trouble(content);
        if (trouble.isEmpty()) {
            stamp(file).ifPresent(stamp -> records.read(List.of(reading(content, stamp))));
            return trouble;
        }
        return replaced(content) ? Optional.empty() : Optional.of(noted(content, trouble.get()));
    }

    private String noted(ListedContent content, String trouble) {
        records.gone(List.of(content.sha1()));
        found(
                content,
                "the content " + content.sha1() + " " + trouble
                        + ", and there is no good one elsewhere; archives that refer to it don't count");
        return trouble;
    }

    /** What was found wrong in the pool lately; empty if nothing. */
    public Optional<String> notice() {
        List<PoolRecords.Finding> found = records.findings(clock.instant().minus(NEWS_FOR), MOST + 1);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("Contents in the pool of the target are not all what they were: "
                + found.stream().limit(MOST).map(PoolRecords.Finding::words).collect(Collectors.joining("; "))
                + (found.size() > MOST ? "; and more" : "") + ". Check that disk and its other files.");
    }

    PoolFolder folder() {
        return pool;
    }

    PoolRecords records() {
        return records;
    }

    /** Whether a file need not be read to know that it is the content that it was. */
    boolean relied(ReadContent known, Path file) {
        return !readAll && relied(known, file, cycle);
    }

    /** Whether a server that is the target need not be asked for a content. */
    boolean relied(Placed there) {
        return PlacePool.relied(there, clock.instant());
    }

    private boolean relied(ReadContent known, Path file, Duration within) {
        Instant now = clock.instant();
        return known.checked().isAfter(now.minus(within))
                && known.checked().isBefore(now.plus(CLOCKS_DIFFER))
                && hasLength(file, known.bytes())
                && stamp(file).equals(Optional.of(known.stamp()));
    }

    ReadContent reading(ListedContent content, String stamp) {
        return new ReadContent(content.sha1(), content.bytes(), content.sha256(), stamp, clock.instant());
    }

    /** Of a regular file; empty if there is none. */
    static Optional<String> stamp(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(FileStamp.of(file))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static boolean hasLength(Path file, long bytes) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) == bytes;
        } catch (IOException gone) {
            return false;
        }
    }

    /** Reads what was written, and gives it its name. */
    private ReadContent place(ListedContent content, Path part, String from) throws IOException {
        if (!PoolFolder.read(part).equals(content)) {
            throw new IOException("what was written to " + part + " is not what was read; look at the disk");
        }
        return named(content, part, from);
    }

    /** In place of a wrong one, but never of a good one. */
    private synchronized ReadContent named(ListedContent content, Path part, String from) throws IOException {
        Path file = pool.path(content.sha1());
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Optional<String> trouble = pool.trouble(content);
            if (trouble.isEmpty()) {
                // another course was faster
                Files.delete(part);
                return reading(content, FileStamp.of(file));
            }
            setAside(file);
            found(
                    content,
                    "the content " + content.sha1() + " " + trouble.get() + ", and was replaced by that of " + from);
        }
        createFolders(file.getParent());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return reading(content, FileStamp.of(file));
    }

    private synchronized boolean replaced(ListedContent content) {
        Path source = moodle.path(content.sha1());
        Path file = pool.path(content.sha1());
        IncomingContents one = new IncomingContents(this);
        try {
            Optional<Kept> written = one.write(content.sha1(), source);
            String from = "Moodle's pool";
            for (PlacePool other : written.isPresent() ? List.<PlacePool>of() : others) {
                if (written.isEmpty()) {
                    written = fetched(content, other, one);
                    from = other.address();
                }
            }
            if (written.isEmpty() || !written.get().content().equals(content)) {
                return false;
            }
            ReadContent read = place(content, written.get().part(), from);
            Set<Path> folders = new HashSet<>();
            addFolders(file, folders);
            for (Path changed : folders) {
                force(changed);
            }
            records.read(List.of(read));
            return true;
        } catch (IOException failure) {
            LOG.warn("{} could not be replaced from Moodle's pool: {}", file, failure.getMessage());
            return false;
        } finally {
            one.drop();
        }
    }

    private Optional<Kept> fetched(ListedContent content, PlacePool other, IncomingContents one) throws IOException {
        if (server != null) {
            return Optional.empty();
        }
        createFolders(pool.root());
        Path file = pool.part(content.sha1(), System.nanoTime());
        try {
            other.fetch(content, file);
            return one.write(content.sha1(), file);
        } catch (Exception nothing) {
            LOG.warn("{} could not be fetched from {}: {}", content.sha1(), other.address(), nothing.getMessage());
            return Optional.empty();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void found(ListedContent content, String words) {
        LOG.error("{}: {}.", pool.path(content.sha1()), words);
        records.found(content.sha1(), clock.instant(), words);
    }

    private void setAside(Path file) throws IOException {
        Path aside = aside(file);
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(aside, FileTime.from(clock.instant()));
    }

    /** Where a wrong content is kept for a while once a good one has its name. */
    static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ASIDE);
    }

    /** The target folder itself is never made: its disk may not be mounted. */
    void createFolders(Path wantedFolder) throws IOException {
        if (!Files.isDirectory(pool.root())) {
            createFolder(pool.root());
        }
        Path relative = pool.root().relativize(wantedFolder);
        Path folderThere = pool.root();
        for (Path name : relative) {
            folderThere = folderThere.resolve(name);
            if (!Files.isDirectory(folderThere)) {
                createFolder(folderThere);
            }
        }
    }

    private static synchronized void createFolder(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Files.createDirectory(path, Rights.ofFolder(path));
    }

    private void addFolders(Path file, Set<Path> folders) {
        for (Path each = file.getParent(); each != null && each.startsWith(pool.root()); each = each.getParent()) {
            folders.add(each);
        }
        folders.add(folder);
    }

    private static void force(Path changed) throws IOException {
        try (FileChannel channel = FileChannel.open(changed, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
