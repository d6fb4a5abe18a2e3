package org.coursebackup.pool;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.history.PlaceRecords;
import org.coursebackup.history.PlaceRecords.Placed;
import org.coursebackup.history.PoolRecords;
import org.coursebackup.settings.LockSettings;
import org.coursebackup.settings.StoreSettings;
import org.coursebackup.share.Kept;
import org.coursebackup.store.CopyPlace;
import org.coursebackup.store.ObjectLock;
import org.coursebackup.store.PooledFiles;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.thin.ContentHash;
import org.coursebackup.thin.ContentLookup;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.PoolFolder;
import org.coursebackup.thin.ThinArchive;

/**
 * The pool at a place other than the target folder: on a server, or at the second target. A content that was brought
 * there, or listed there, is relied on for two weeks, in which the listing after a run ({@link PlaceSweep}) comes past
 * twice; otherwise it is asked for. A content with the right length that nobody has read is read. Thread-safe.
 */
public final class PlacePool {
    private static final Logger LOG = LoggerFactory.getLogger(PlacePool.class);
    private static final int BLOCK = 64 * 1024;
    private static final int PORTION = 100;
    /** How far clocks of machines that share a history may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private static final Duration RELIED = Duration.ofDays(14);

    private final String address;
    private final Supplier<TargetPlace> place;
    private final PlaceRecords records;
    private final PoolRecords findings;
    private final ContentSource source;
    private final PoolOwner owner;
    private final LockSettings lock;
    private final boolean swept;
    private final Duration cycle;
    private final Clock clock;

    /**
     * @param endpoint of the target, as in the settings
     * @param place asked for when routes are running
     * @param swept whether what no archive refers to is to be removed there
     * @param source where what is missing there comes from
     */
    PlacePool(
            String endpoint,
            Supplier<TargetPlace> place,
            LockSettings lock,
            boolean swept,
            StoreSettings store,
            ContentSource source,
            PoolOwner owner,
            DataSource history,
            Clock clock) {
        this.swept = swept;
        this.address = TargetPlace.addressOf(endpoint);
        this.place = place;
        this.records = records(history, endpoint);
        this.findings = new PoolRecords(history);
        this.source = source;
        this.owner = owner;
        this.lock = lock;
        this.cycle = store.cycle();
        this.clock = clock;
    }

    static PlaceRecords records(DataSource history, String endpoint) {
        return new PlaceRecords(history, TargetPlace.id(endpoint));
    }

    /** How the locations of archives there begin. */
    String address() {
        return address;
    }

    /** Whether an archive of that location, as in the history, lies there. */
    public boolean has(String location) {
        return location.startsWith(address) && location.indexOf('/', address.length()) < 0;
    }

    /** Whether anything is known to lie there. */
    boolean used() {
        return !records.next("", "", 1).isEmpty();
    }

    boolean swept() {
        return swept;
    }

    PoolOwner owner() {
        return owner;
    }

    PlaceRecords records() {
        return records;
    }

    CopyPlace open() throws Exception {
        return place.get().open(clock);
    }

    /**
     * Sees to it that all contents of a thin archive are at the place, to be called before the archive gets there.
     *
     * @param archive on this machine
     * @param name that it is going to have there
     * @throws Exception if one is not; those that were brought there stay
     */
    public void bring(Path archive, String name) throws Exception {
        bring(archive, name, source);
    }

    /** The same of an archive in the making, whose contents were found, or written under temporary names. */
    public void bring(Path archive, String name, Map<String, Kept> kept) throws Exception {
        bring(archive, name, content -> {
            Kept how = kept.get(content.sha1());
            if (how == null || !how.content().equals(content)) {
                throw new IOException("the thin archive refers to " + content.sha1() + ", which was not put into the"
                        + " pool for it");
            }
            if (!how.written()) {
                throw new IOException("the content " + content.sha1() + " was at " + address
                        + " and has gone while a course that needs it was backed up");
            }
            if (!PoolFolder.read(how.part()).equals(content)) {
                throw new IOException("what was written to " + how.part() + " is not what was read; look at the disk");
            }
            return how.part();
        });
    }

    private void bring(Path archive, String name, ContentSource from) throws Exception {
        List<ListedContent> contents = ThinArchive.contents(archive);
        Map<String, Placed> known =
                records.of(contents.stream().map(ListedContent::sha1).toList());
        List<ListedContent> open = contents.stream()
                .filter(content -> !relied(known.get(content.sha1()), content)
                        || lockEnds(known.get(content.sha1()).lockedUntil()))
                .toList();
        if (!open.isEmpty()) {
            List<Placed> done = new ArrayList<>();
            try (CopyPlace there = open()) {
                owner.claim(there, address);
                for (ListedContent content : open) {
                    Placed before = known.get(content.sha1());
                    done.add(locked(there, relied(before, content) ? before : ensure(there, content, before, from)));
                    if (done.size() == PORTION) {
                        records.put(done);
                        done.clear();
                    }
                }
            } finally {
                records.put(done);
            }
        }
        records.used(contents.stream().map(ListedContent::sha1).toList());
        records.refers(name, Files.size(archive), ReferredContents.lines(contents));
    }

    /** Whether a content need not be asked for to know that it is there. */
    boolean relied(Placed known, ListedContent content) {
        return same(known, content) && relied(known, clock.instant());
    }

    static boolean relied(Placed known, Instant now) {
        return !known.sha256().isEmpty() && recent(known.seen(), RELIED, now);
    }

    private static boolean same(Placed known, ListedContent content) {
        return known != null
                && known.bytes() == content.bytes()
                && known.sha256().equals(content.sha256());
    }

    private static boolean recent(Instant when, Duration within, Instant now) {
        return when.isAfter(now.minus(within)) && when.isBefore(now.plus(CLOCKS_DIFFER));
    }

    private boolean lockEnds(Instant lockedUntil) {
        return lock.wanted() && (lockedUntil == null || lockedUntil.isBefore(ObjectLock.until(clock.instant(), lock)));
    }

    /** As long as the archive that is to refer to it, at least; asked for only now and then, not by each archive. */
    private Placed locked(CopyPlace there, Placed placed) throws Exception {
        if (!lockEnds(placed.lockedUntil())) {
            return placed;
        }
        Instant until = ObjectLock.ofContent(clock.instant(), lock);
        there.lock(PooledFiles.name(placed.sha1()), lock.mode(), until);
        return new Placed(placed.sha1(), placed.bytes(), placed.sha256(), placed.seen(), placed.checked(), until, null);
    }

    /** Never over a good one. */
    private Placed ensure(CopyPlace there, ListedContent content, Placed before, ContentSource from) throws Exception {
        String name = PooledFiles.name(content.sha1());
        Optional<Long> size = there.size(name);
        Instant now = clock.instant();
        boolean readLately = same(before, content) && recent(before.checked(), cycle, now);
        if (size.equals(Optional.of(content.bytes())) && (readLately || right(there, content, () -> false))) {
            return placed(
                    content, now, readLately ? before.checked() : now, before == null ? null : before.lockedUntil());
        }
        Path file = from.file(content);
        if (size.isPresent()) {
            there.putAside(name, aside(name));
        }
        there.bring(name, file, temporary(name));
        if (size.isPresent() || before != null) {
            found(content, (size.isPresent() ? "was another content" : "was gone") + ", and was brought there again");
        }
        return placed(content, now, now, lock.wanted() ? ObjectLock.ofContent(now, lock) : null);
    }

    private static Placed placed(ListedContent content, Instant seen, Instant checked, Instant lockedUntil) {
        return new Placed(content.sha1(), content.bytes(), content.sha256(), seen, checked, lockedUntil, null);
    }

    /** Brings one there again that has gone. */
    void again(CopyPlace there, Placed gone) throws Exception {
        ListedContent content = new ListedContent(gone.sha1(), gone.bytes(), gone.sha256());
        records.put(List.of(locked(there, ensure(there, content, gone, source))));
    }

    /** Notes, and says, that something was wrong with a content. */
    void found(ListedContent content, String what) {
        String words = "the content " + content.sha1() + " at " + address + " " + what;
        LOG.error("{}.", words);
        findings.found(content.sha1(), clock.instant(), words);
    }

    /**
     * Whether all that a thin archive refers to is there, and what it was: read, unless that was done within half of
     * the cycle, and brought there again if it isn't.
     *
     * @param archive on this machine, perhaps fetched
     * @return what is wrong with it, as the rest of a sentence; empty if nothing
     * @throws Exception if that could not be found out, or it is to stop
     */
    public Optional<String> trouble(Path archive, CopyPlace there, BooleanSupplier stop) throws Exception {
        List<ListedContent> contents = ThinArchive.contents(archive);
        Map<String, Placed> known =
                records.of(contents.stream().map(ListedContent::sha1).toList());
        for (ListedContent content : contents) {
            Optional<String> trouble = trouble(content, known.get(content.sha1()), there, stop);
            if (trouble.isPresent()) {
                return Optional.of("the content " + content.sha1() + " " + trouble.get());
            }
        }
        return Optional.empty();
    }

    private Optional<String> trouble(ListedContent content, Placed known, CopyPlace there, BooleanSupplier stop)
            throws Exception {
        Instant now = clock.instant();
        if (relied(known, content) && recent(known.checked(), cycle.dividedBy(2), now)) {
            return Optional.empty();
        }
        Optional<Long> size = there.size(PooledFiles.name(content.sha1()));
        if (size.equals(Optional.of(content.bytes())) && right(there, content, stop)) {
            records.put(List.of(placed(content, now, now, known == null ? null : known.lockedUntil())));
            return Optional.empty();
        }
        Path file;
        try {
            file = source.file(content);
        } catch (IOException none) {
            records.forget(List.of(content.sha1()));
            String what = size.isEmpty() ? "is not in the pool" : "is damaged in the pool";
            found(content, what + ", and there is no good one elsewhere; archives that refer to it don't count");
            return Optional.of(what + " at " + address);
        }
        Placed wrong = placed(content, now, Instant.EPOCH, null);
        records.put(List.of(locked(there, ensure(there, content, wrong, one -> file))));
        return Optional.empty();
    }

    /** Looks at what a thin archive in a folder refers to; empty for one that is not of this place. */
    public Optional<ContentLookup> lookup(Path archive) {
        Path file = archive.toAbsolutePath().normalize();
        if (!ThinArchive.named(file.getFileName().toString()) || !has("file:" + file)) {
            return Optional.empty();
        }
        return Optional.of(content -> {
            try (CopyPlace there = open()) {
                return trouble(content, records.of(List.of(content.sha1())).get(content.sha1()), there, () -> false);
            } catch (Exception unreadable) {
                return Optional.of("can't be read in the pool at " + address + " (" + unreadable.getMessage() + ")");
            }
        });
    }

    /**
     * Fetches a content from there.
     *
     * @param file that does not exist
     * @throws Exception if it is not there, or another content
     */
    void fetch(ListedContent content, Path file) throws Exception {
        try (CopyPlace there = open()) {
            fetch(content, there, file);
        }
    }

    private static void fetch(ListedContent content, CopyPlace there, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            if (!read(there, content, out, () -> false).equals(content)) {
                throw new IOException("the content " + content.sha1() + " is damaged in the pool there");
            }
        }
    }

    /**
     * Fetches all that a thin archive refers to into a pool beside it.
     *
     * @param archive which was fetched from there
     * @throws Exception if something is not there, or another content
     */
    public static void fetchContents(Path archive, CopyPlace there) throws Exception {
        PoolFolder beside = PoolFolder.beside(archive);
        for (ListedContent content : ThinArchive.contents(archive)) {
            Path file = beside.path(content.sha1());
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                fetch(content, there, file);
            }
        }
    }

    private static boolean right(CopyPlace there, ListedContent content, BooleanSupplier stop) throws Exception {
        return read(there, content, OutputStream.nullOutputStream(), stop).equals(content);
    }

    /** @throws IOException if it ended early, which says nothing about what is there */
    private static ListedContent read(CopyPlace there, ListedContent content, OutputStream out, BooleanSupplier stop)
            throws Exception {
        ContentHash hash = new ContentHash();
        byte[] block = new byte[BLOCK];
        long bytes = 0;
        try (InputStream in = there.read(PooledFiles.name(content.sha1()))) {
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                if (stop.getAsBoolean()) {
                    throw new InterruptedIOException("it gave way to a run");
                }
                hash.update(block, 0, length);
                out.write(block, 0, length);
                bytes += length;
            }
        }
        if (bytes < content.bytes()) {
            throw new IOException("the connection ended after " + bytes + " of " + content.bytes() + " bytes");
        }
        return hash.done();
    }

    private String aside(String name) {
        return name + PlaceLeftovers.DAMAGED + clock.instant().getEpochSecond();
    }

    private String temporary(String name) {
        int file = name.lastIndexOf('/') + 1;
        return name.substring(0, file) + PlaceLeftovers.PART + clock.instant().getEpochSecond() + "-"
                + UUID.randomUUID() + "-" + name.substring(file);
    }
}
