package org.coursebackup.pool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.PlaceRecords;
import org.coursebackup.history.PlaceRecords.Placed;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.store.CopyPlace;
import org.coursebackup.store.PooledFiles;
import org.coursebackup.store.UndeletableException;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Printable;

/**
 * Lists a part of the pool at another place after a run, and removes what no archive has referred to for
 * {@code store.pool.grace-days}. What archives there refer to is read from themselves, once each, and remembered; which
 * of them are there is listed each time. If any of it can't be read nothing is removed. Only for the holder of the run
 * lock.
 */
final class PlaceSweep {
    private static final Logger LOG = LoggerFactory.getLogger(PlaceSweep.class);
    private static final int FOLDERS = 256;
    /** Within so many days all of the pool is listed. */
    private static final int DAYS = 7;

    private static final int PORTION = 1000;
    private static final Duration REFUSAL_HOLDS = Duration.ofDays(30);
    private static final int REFUSALS_OF_A_PLACE = 3;

    private final PlacePool pool;
    private final PlaceRecords records;
    private final ReferredContents references;
    private final HistoryReader history;
    private final Path folder;
    private final boolean removes;
    private final Duration grace;
    private final Clock clock;
    private volatile String refusal;
    private Instant refused = Instant.MIN;

    /**
     * @param folder in which archives are made, for what has to be fetched
     * @param removes whether anything is to be removed there
     */
    PlaceSweep(
            PlacePool pool,
            ReferredContents references,
            HistoryReader history,
            Path folder,
            boolean removes,
            Duration grace,
            Clock clock) {
        this.pool = pool;
        this.records = pool.records();
        this.references = references;
        this.history = history;
        this.folder = folder;
        this.removes = removes;
        this.grace = grace;
        this.clock = clock;
    }

    /**
     * Sweeps once. Never fails; why nothing could be swept is told, and a {@link #notice}.
     *
     * @param referred what archives in the target folder refer to, which may be on their way there; null if that could
     *     not be read, so that nothing may be removed
     */
    void sweep(Prefixes referred) {
        if (!pool.used()) {
            refusal = null;
            return;
        }
        try (CopyPlace there = pool.open()) {
            Map<String, Long> files = there.sizes();
            requireAll(there, files);
            pool.owner().claim(there, pool.address());
            list(there);
            if (removes && referred != null && !clock.instant().isBefore(refused)) {
                remove(there, referred(there, files, referred));
            }
            refusal = null;
        } catch (Exception failure) {
            refusal = failure instanceof IOException told && told.getCause() == null
                    ? told.getMessage()
                    : Printable.reason(failure);
            LOG.warn("Nothing was removed from the pool at {}: {}", pool.address(), refusal);
        }
    }

    /** Why nothing could be swept the last time; empty if it could. */
    Optional<String> notice() {
        return Optional.ofNullable(refusal)
                .map(why -> "The pool at " + pool.address()
                        + " could not be looked at, and nothing is removed from it: " + why);
    }

    /** Of a place that is another than it was nothing refers to anything, and a listing may be cut off. */
    private void requireAll(CopyPlace there, Map<String, Long> files) throws Exception {
        List<String> missing = new ArrayList<>();
        int[] all = {0};
        history.eachArchive(archive -> {
            if (pool.has(archive.location()) && ThinArchive.named(archive.fileName())) {
                all[0]++;
                if (!files.containsKey(archive.fileName())) {
                    missing.add(archive.fileName());
                }
            }
        });
        if (2 * missing.size() > all[0]) {
            throw new IOException(missing.size() + " of " + all[0] + " archives that the history has there are not"
                    + " there, such as " + missing.get(0) + ". It may be another place; what is really gone is noted by"
                    + " the reading of old archives (verify.sample).");
        }
        for (String name : missing) {
            if (there.size(name).isPresent()) {
                throw new IOException("the list of the archives there was incomplete: " + name + " was not in it.");
            }
        }
    }

    /** The longest ago first, and all within a week. */
    private void list(CopyPlace there) throws Exception {
        Instant now = clock.instant();
        Map<String, Instant> listed = records.listings();
        Duration pause = Duration.between(
                listed.values().stream().max(Instant::compareTo).orElse(now), now);
        int most = (int) Math.min(FOLDERS, Math.max(1, pause.toDays()) * (FOLDERS / DAYS + 1L));
        List<String> due = hexadecimal().stream()
                .filter(first -> !listed.getOrDefault(first, Instant.MIN)
                        .isAfter(now.minus(Duration.ofDays(DAYS)).plus(Duration.ofHours(12))))
                .sorted((one, other) ->
                        listed.getOrDefault(one, Instant.MIN).compareTo(listed.getOrDefault(other, Instant.MIN)))
                .limit(most)
                .toList();
        for (String first : due) {
            list(there, first, now);
        }
    }

    private static List<String> hexadecimal() {
        List<String> all = new ArrayList<>();
        for (int number = 0; number < FOLDERS; number++) {
            all.add(String.format("%02x", number));
        }
        return all;
    }

    private void list(CopyPlace there, String first, Instant now) throws Exception {
        PooledFiles files = there.pooled(first);
        List<Placed> gone = new ArrayList<>();
        List<Placed> some = records.next(first, "", PORTION);
        while (!some.isEmpty()) {
            for (Placed known : some) {
                Long bytes = files.sizes().remove(known.sha1());
                if ((bytes == null || bytes != known.bytes()) && !known.seen().isAfter(now)) {
                    gone.add(known);
                }
            }
            some = records.next(first, some.get(some.size() - 1).sha1(), PORTION);
        }
        for (Placed known : gone) {
            gone(there, known);
        }
        files.sizes().keySet().removeAll(records.of(files.sizes().keySet()).keySet());
        records.put(files.sizes().entrySet().stream()
                .map(file -> new Placed(file.getKey(), file.getValue(), "", now, Instant.EPOCH, null, null))
                .toList());
        for (String name : files.others()) {
            if (PlaceLeftovers.over(name, grace, now)) {
                tryToRemove(there, name);
            }
        }
        records.listed(first, now);
    }

    /** What was there and is not, or has another length, is brought there again; archives need it. */
    private void gone(CopyPlace there, Placed known) throws Exception {
        records.forget(List.of(known.sha1()));
        if (known.unusedSince() != null || known.sha256().isEmpty()) {
            return;
        }
        try {
            pool.again(there, known);
        } catch (IOException nowhere) {
            LOG.error(
                    "The content {} has gone from {} and could not be brought there again: {}. Archives there that"
                            + " refer to it can't be restored.",
                    known.sha1(),
                    pool.address(),
                    nowhere.getMessage());
        }
    }

    private Prefixes referred(CopyPlace there, Map<String, Long> files, Prefixes referred) throws Exception {
        for (Map.Entry<String, Long> file : files.entrySet()) {
            if (ReferredContents.has(file.getKey())) {
                List<String> lines = records.references(file.getKey(), file.getValue());
                if (lines.isEmpty()) {
                    lines = fetched(there, file.getKey(), files);
                    records.refers(file.getKey(), file.getValue(), lines);
                }
                ReferredContents.add(lines, referred);
            }
        }
        records.keepReferencesOf(files.keySet());
        return referred;
    }

    /** Of an archive that nobody here has brought there, or not in the time that the history knows. */
    private List<String> fetched(CopyPlace there, String name, Map<String, Long> files) throws Exception {
        Path scratch = Files.createTempDirectory(folder, ".spool-pool-");
        try {
            fetch(there, name, files.get(name), scratch);
            for (String owner : List.of(name, ReferredContents.undamaged(name))) {
                String manifest = owner + ManifestFile.SUFFIX;
                if (files.containsKey(manifest)) {
                    fetch(there, manifest, files.get(manifest), scratch);
                }
            }
            TreeSet<String> contents = new TreeSet<>();
            references.each(scratch.resolve(name), pool.address() + name, contents::add);
            return ReferredContents.linesOf(List.copyOf(contents));
        } finally {
            FileSystemUtils.deleteRecursively(scratch);
        }
    }

    private static void fetch(CopyPlace there, String name, long bytes, Path scratch) throws Exception {
        Path file = scratch.resolve(name);
        try (InputStream in = there.read(name)) {
            Files.copy(in, file);
        }
        if (Files.size(file) != bytes) {
            throw new IOException(
                    "the connection ended after " + Files.size(file) + " of " + bytes + " bytes of " + name);
        }
    }

    private void remove(CopyPlace there, Prefixes referred) throws Exception {
        Instant now = clock.instant();
        Tally tally = new Tally();
        List<Placed> some = records.next("", "", PORTION);
        while (!some.isEmpty()) {
            List<String> begin = new ArrayList<>();
            List<String> again = new ArrayList<>();
            for (Placed content : some) {
                Instant since = content.unusedSince();
                if (referred.contains(content.sha1())) {
                    if (since != null) {
                        again.add(content.sha1());
                    }
                } else if (since == null || since.isAfter(now)) {
                    begin.add(content.sha1());
                } else if (over(content, now) && tally.refusals < REFUSALS_OF_A_PLACE) {
                    remove(there, content, tally);
                }
            }
            records.used(again);
            records.unused(begin, now);
            some = records.next("", some.get(some.size() - 1).sha1(), PORTION);
        }
        if (tally.removed > 0) {
            LOG.info(
                    "{} contents with {} bytes that no archive had referred to for {} days were removed from {}.",
                    tally.removed,
                    tally.bytes,
                    grace.toDays(),
                    pool.address());
        }
        if (tally.refusals == REFUSALS_OF_A_PLACE) {
            refused = now.plus(REFUSAL_HOLDS);
            LOG.warn(
                    "The pool at {} does not let contents be deleted, as it should be if it is append-only. It is tried"
                            + " again after {} days.",
                    pool.address(),
                    REFUSAL_HOLDS.toDays());
        }
    }

    private boolean over(Placed content, Instant now) {
        boolean locked = content.lockedUntil() != null && content.lockedUntil().isAfter(now);
        // never in the sweep that notices it, so that two have to agree
        return !locked
                && content.unusedSince().isBefore(now)
                && !content.unusedSince().plus(grace).isAfter(now);
    }

    /** Forgotten first, so that nobody relies on it any more. */
    private void remove(CopyPlace there, Placed content, Tally tally) throws Exception {
        String name = PooledFiles.name(content.sha1());
        records.forget(List.of(content.sha1()));
        try {
            there.remove(name);
            tally.removed(content);
        } catch (UndeletableException refusal) {
            tally.refusals += refusal.until().isPresent() ? 0 : 1;
            records.put(List.of(new Placed(
                    content.sha1(),
                    content.bytes(),
                    content.sha256(),
                    content.seen(),
                    content.checked(),
                    refusal.until().orElse(content.lockedUntil()),
                    content.unusedSince())));
            LOG.info("{}{} cannot be removed yet: {}.", pool.address(), name, refusal.getMessage());
        } catch (Exception failure) {
            if (there.size(name).isPresent()) {
                records.put(List.of(content));
                throw failure;
            }
        }
    }

    /** What became of a removal. */
    private static final class Tally {
        private int removed;
        private long bytes;
        private int refusals;

        void removed(Placed content) {
            removed++;
            bytes += content.bytes();
            refusals = 0;
        }
    }

    private void tryToRemove(CopyPlace there, String name) {
        try {
            there.remove(name);
        } catch (Exception stays) {
            LOG.info("{}{} stays for now: {}", pool.address(), name, stays.getMessage());
        }
    }
}
