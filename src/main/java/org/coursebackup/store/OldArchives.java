package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.retention.Retention;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.retention.RetentionSettings;
import org.coursebackup.retention.StoredArchive;
import org.coursebackup.verify.ArchiveIdentity;
import org.coursebackup.verify.Printable;

/**
 * Removes old archives of a course by the retention policy. To be called once the new one is published and recorded in
 * the history, never earlier and never after a failure. Thread-safe.
 *
 * <p>Only our own files are touched: the name must follow Moodle's default rule, and the archive itself must say that
 * it is an automated backup of the same course of the same site, made under this very name; or the history must know
 * the file, whatever its name. Copies, renamed archives, teachers' backups, other sites' archives and unreadable files
 * stay and do not count. Links are not followed.
 *
 * <p>The folder is listed at most every ten minutes for all courses together, not once per course.
 */
public final class OldArchives {
    private static final Logger LOG = LoggerFactory.getLogger(OldArchives.class);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final Duration LISTING_HOLDS = Duration.ofMinutes(10);

    private final Path folder;
    private final Pins pins;
    private final Retention retention;
    private final boolean keepsAll;
    private final LongFunction<Map<String, KnownArchive>> known;
    private final Clock clock;
    private Map<Long, NavigableSet<String>> listing = Map.of();
    private Instant listed = Instant.EPOCH;

    /**
     * @param known what the history knows about a course's archives in the folder: file names published by this
     *     program, whoever made them
     * @param clock its zone decides when days and weeks begin
     */
    public OldArchives(
            Path folder, RetentionSettings settings, LongFunction<Map<String, KnownArchive>> known, Clock clock) {
        this.known = known;
        this.folder = folder;
        this.pins = new Pins(folder, clock);
        this.retention = new Retention(settings, clock.getZone());
        this.keepsAll = settings.keepsAll();
        this.clock = clock;
    }

    /**
     * Removes a course's archives that the policy no longer keeps. A file that can't be removed is logged and tried
     * again next time; it doesn't fail the course.
     *
     * @param published file name of the archive just published
     * @return the decisions carried out, for removed archives only
     */
    public List<RetentionDecision> remove(long courseId, String published) throws IOException {
        if (keepsAll) {
            return List.of();
        }
        return carryOut(
                courseId,
                decide(courseId, published).stream()
                        .filter(decision -> !decision.archive().fileName().equals(published))
                        .toList());
    }

    /**
     * Removes what the decisions say.
     *
     * @return the decisions carried out, for removed archives only
     */
    public List<RetentionDecision> carryOut(long courseId, List<RetentionDecision> decisions) {
        List<RetentionDecision> removed = new ArrayList<>();
        for (RetentionDecision decision : decisions) {
            if (!decision.keep() && delete(decision)) {
                forget(courseId, decision.archive().fileName());
                removed.add(decision);
            }
        }
        return removed;
    }

    /**
     * What the policy says about each archive of one course, newest first. Nothing is touched. Archives that are not
     * ours are left out.
     *
     * @param newest file name of the newest archive that is certainly ours, by which the others are recognised
     */
    public List<RetentionDecision> decide(long courseId, String newest) throws IOException {
        Map<String, KnownArchive> recorded = known.apply(courseId);
        Optional<ArchiveIdentity> surely = surely(courseId, newest, recorded);
        if (surely.isEmpty() && !encrypted(newest, recorded)) {
            return List.of();
        }
        List<StoredArchive> archives = new ArrayList<>();
        Set<String> names = namesOf(courseId, newest);
        // names by a site's template are in no listing
        recorded.keySet().stream()
                .filter(name -> ArchiveName.parse(name).isEmpty())
                .forEach(names::add);
        for (String name : names) {
            begun(name, surely, recorded)
                    .ifPresent(begun -> archives.add(KnownArchive.stored(
                            recorded.get(name),
                            name,
                            begun,
                            pins.of(name).map(Pin::toString).orElse(null))));
        }
        return retention.decide(archives, clock.instant());
    }

    /**
     * By which other plain archives are recognised: the newest, or, where that is encrypted, another that the history
     * knows.
     */
    private Optional<ArchiveIdentity> surely(long courseId, String newest, Map<String, KnownArchive> recorded) {
        Stream<String> names = encrypted(newest, recorded)
                ? recorded.keySet().stream()
                        .filter(name -> !AgeFile.named(name))
                        .sorted()
                : Stream.of(newest);
        return names.flatMap(name -> ArchiveIdentity.of(folder.resolve(name))
                        .filter(identity -> identity.courseId() == courseId && ours(identity, identity, name, recorded))
                        .stream())
                .findFirst();
    }

    /** Nobody can look into an encrypted archive; only the history tells whose it is. */
    private boolean encrypted(String name, Map<String, KnownArchive> recorded) {
        return AgeFile.named(name)
                && recorded.containsKey(name)
                && Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    /** When making it began; empty if it is not ours. */
    private Optional<Instant> begun(String name, Optional<ArchiveIdentity> surely, Map<String, KnownArchive> recorded) {
        if (encrypted(name, recorded)) {
            return Optional.of(recorded.get(name).begun());
        }
        return surely.flatMap(known -> ArchiveIdentity.of(folder.resolve(name))
                .filter(identity -> ours(identity, known, name, recorded))
                .map(this::begun));
    }

    /** One from the future, made under a clock that was ahead, is older than any other as far as anybody knows. */
    private Instant begun(ArchiveIdentity identity) {
        return identity.begun().isAfter(clock.instant().plus(CLOCKS_DIFFER)) ? Instant.EPOCH : identity.begun();
    }

    /** Ids of the courses that have archives in the folder with names by Moodle's default rule, in order. */
    public synchronized SortedSet<Long> courses() throws IOException {
        refresh();
        return new TreeSet<>(listing.keySet());
    }

    /**
     * An archive that we published may have been made by Moodle's own command (archive.fallback): only the history
     * tells.
     */
    private static boolean ours(
            ArchiveIdentity identity, ArchiveIdentity newest, String name, Map<String, KnownArchive> recorded) {
        return identity.isOneOf(newest, name) || identity.sameCourse(newest) && recorded.containsKey(name);
    }

    /** Where a damaged archive is kept once a good copy has taken its place. */
    public static Path aside(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ".damaged");
    }

    private boolean delete(RetentionDecision decision) {
        Path file = folder.resolve(decision.archive().fileName());
        try {
            // there may be a pin that no longer holds
            pins.unpin(decision.archive().fileName());
            Files.delete(file);
            // last, so that none that is there is ever without; UnrecordedRemovals clears up after a kill
            ManifestFile.remove(file);
            Files.deleteIfExists(aside(file));
            LOG.info("Removed {}: {}.", file, decision.reason());
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "Could not remove the old archive {} ({}); it will be tried again after the course's next backup.",
                    file,
                    Printable.reason(e));
            return false;
        }
    }

    private void refresh() throws IOException {
        Instant now = clock.instant();
        if (listed.isBefore(now.minus(LISTING_HOLDS)) || listed.isAfter(now)) {
            listing = new ArchiveNames(folder).byCourse();
            listed = now;
        }
    }

    private synchronized Set<String> namesOf(long courseId, String published) throws IOException {
        refresh();
        NavigableSet<String> names = listing.computeIfAbsent(courseId, course -> new TreeSet<>());
        if (ArchiveName.parse(published).isPresent()) {
            names.add(published);
        }
        Set<String> all = new TreeSet<>(names);
        all.add(published);
        return all;
    }

    private synchronized void forget(long courseId, String name) {
        listing.getOrDefault(courseId, new TreeSet<>()).remove(name);
    }
}
