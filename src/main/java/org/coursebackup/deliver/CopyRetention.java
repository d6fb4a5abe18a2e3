package org.coursebackup.deliver;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.DeletedCourseStep;
import org.coursebackup.course.KnownArchives;
import org.coursebackup.course.Reason;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Refusals;
import org.coursebackup.history.RunRow;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.retention.Retention;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.retention.StoredArchive;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.store.CopyPlace;
import org.coursebackup.store.OldArchives;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;
import org.coursebackup.store.Target;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.store.UndeletableException;

/**
 * The bean {@code copyRetention} of the routes: which copies stay at the second target, by
 * {@code backup.second-target.keep.*}.
 *
 * <p>Only files are touched that the history recorded as copied there and that still have the size of that copy;
 * everything else is somebody else's. A file that is not there does not count either, so the newest good copy that
 * stays is one that exists. A failure here affects no course and no run: what could not be done is done after the next
 * one.
 */
public final class CopyRetention {
    private static final Logger LOG = LoggerFactory.getLogger(CopyRetention.class);

    private static final Duration REFUSAL_HOLDS = Duration.ofDays(30);
    /** One refusal may be about one file; so many, and nothing deleted since, are about the place. */
    private static final int REFUSALS_OF_A_PLACE = 3;

    private final TargetSettings target;
    private final Supplier<TargetPlace> place;
    private final Retention retention;
    private final Pins pins;
    private final DeletedCourseStep deleted;
    private final History history;
    private final HistoryReader reader;
    private final Clock clock;
    private volatile long tidiedAfter;

    /** @param deleted decides about copies of courses that Moodle no longer has */
    public CopyRetention(
            Settings settings,
            Supplier<TargetPlace> place,
            DeletedCourseStep deleted,
            History history,
            HistoryReader reader,
            Clock clock) {
        Clock local = clock.withZone(settings.schedule().zone());
        this.target = settings.target();
        this.place = place;
        this.retention = new Retention(target.secondKeep(), local.getZone());
        this.pins = new Pins(target.directory(), local);
        this.deleted = deleted;
        this.history = history;
        this.reader = reader;
        this.clock = local;
    }

    /** Whether a run has ended since copies were last looked at. */
    public boolean due() {
        List<RunRow> newest = reader.runs(1, 0);
        if (newest.isEmpty() || newest.get(0).ended() == null || newest.get(0).id() == tidiedAfter) {
            return false;
        }
        tidiedAfter = newest.get(0).id();
        return true;
    }

    /** The copies that no rule keeps, course by course; none if the second target can't be reached. */
    public List<List<CopyDecision>> over() {
        if (!target.secondTidied()) {
            return List.of();
        }
        try {
            return decisions(reader.archivedCourses()).values().stream()
                    .map(CopyRetention::old)
                    .filter(old -> !old.isEmpty())
                    .toList();
        } catch (Exception failure) {
            LOG.warn(
                    "Old copies at the second target were not looked at and stay until after the next run: {}",
                    Reason.ofServer(failure));
            return List.of();
        }
    }

    /**
     * What the rules say today about each copy that is there, newest first, by course; nothing is touched. Courses
     * without any are left out.
     *
     * @throws Exception if the second target can't be reached or listed
     */
    public Map<Long, List<CopyDecision>> decisions(Collection<Long> courses) throws Exception {
        Map<String, Long> sizes;
        try (CopyPlace there = place.get().open(clock)) {
            sizes = there.sizes();
        }
        Map<Long, List<CopyDecision>> all = new LinkedHashMap<>();
        Refusals refusals = reader.refusals(location(""));
        for (long course : new TreeSet<>(courses)) {
            List<CopyDecision> decisions = decide(course, sizes, refusals);
            if (!decisions.isEmpty()) {
                all.put(course, decisions);
            }
        }
        return all;
    }

    private List<CopyDecision> decide(long courseId, Map<String, Long> sizes, Refusals refusals) {
        Map<String, ArchiveRow> copies = new LinkedHashMap<>();
        for (ArchiveRow archive : reader.archives(courseId)) {
            String name = archive.fileName();
            if (archive.removed() == null
                    && archive.location().equals(location(name))
                    && Long.valueOf(archive.bytes()).equals(sizes.get(name))) {
                copies.putIfAbsent(name, archive);
            }
        }
        List<StoredArchive> stored = copies.values().stream()
                .map(copy -> KnownArchives.stored(
                        copy, pins.of(copy.fileName()).map(Pin::toString).orElse(null)))
                .toList();
        List<RetentionDecision> decisions = retention.decide(stored, clock.instant());
        return deleted.decide(courseId, decisions).orElse(decisions).stream()
                .map(decision -> removable(copies.get(decision.archive().fileName()), decision, refusals, sizes))
                .toList();
    }

    private static List<String> companions(String name, Map<String, Long> sizes) {
        return Stream.of(
                        name + ManifestFile.SUFFIX,
                        OldArchives.aside(Path.of(name)).toString())
                .filter(sizes::containsKey)
                .toList();
    }

    /** What no rule keeps stays all the same while its place does not let it be deleted. */
    private CopyDecision removable(
            ArchiveRow copy, RetentionDecision decision, Refusals refusals, Map<String, Long> sizes) {
        List<String> companions = companions(copy.fileName(), sizes);
        Instant now = clock.instant();
        String stays = null;
        if (copy.lockedUntil() != null && copy.lockedUntil().isAfter(now)) {
            stays = "locked until " + day(copy.lockedUntil());
        } else if (holds(copy.refused(), now)) {
            stays = "its place refused to delete it on " + day(copy.refused());
        } else if (appendOnly(refusals)) {
            stays = "its place lets nothing be deleted, as seen on " + day(refusals.latest());
        }
        return decision.keep() || stays == null
                ? new CopyDecision(copy, decision.keep(), decision.reason(), companions)
                : new CopyDecision(copy, true, stays + "; otherwise: " + decision.reason(), companions);
    }

    private LocalDate day(Instant moment) {
        return moment.atZone(clock.getZone()).toLocalDate();
    }

    private static boolean holds(Instant refused, Instant now) {
        return refused != null && refused.isAfter(now.minus(REFUSAL_HOLDS));
    }

    private boolean appendOnly(Refusals refusals) {
        return refusals.count() >= REFUSALS_OF_A_PLACE && holds(refusals.latest(), clock.instant());
    }

    private static List<CopyDecision> old(List<CopyDecision> decisions) {
        return decisions.stream().filter(decision -> !decision.keep()).toList();
    }

    /** Removes those of one course's copies that are decided to go, each on its own. Never fails. */
    public void remove(@Body List<CopyDecision> decisions) {
        List<CopyDecision> old = old(decisions);
        if (old.isEmpty()) {
            return;
        }
        try (CopyPlace there = place.get().open(clock)) {
            for (CopyDecision decision : old) {
                if (appendOnly(reader.refusals(location("")))) {
                    return;
                }
                remove(there, decision);
            }
        } catch (Exception failure) {
            LOG.warn(
                    "Old copies of archives of course {} stay at the second target until after the next run: {}",
                    old.get(0).copy().courseId(),
                    Reason.ofServer(failure));
        }
    }

    private void remove(CopyPlace there, CopyDecision decision) {
        String location = decision.copy().location();
        try {
            // first, since nobody would look for them afterwards
            for (String companion : decision.companions()) {
                there.remove(companion);
            }
            there.remove(decision.copy().fileName());
        } catch (UndeletableException refusal) {
            refused(location, refusal);
            return;
        } catch (Exception failure) {
            LOG.warn(
                    "Could not remove the old copy {} ({}); it will be tried again after the next run.",
                    location,
                    Reason.ofServer(failure));
            return;
        }
        history.archives().removed(location, clock.instant());
        LOG.info("Removed {}: {}.", location, decision.reason());
    }

    /** Told once; that each later copy is refused as well is no news. */
    private void refused(String location, UndeletableException refusal) {
        if (refusal.until().isPresent()) {
            history.archives().locked(location, refusal.until().get());
            LOG.info("{} cannot be removed yet: {}.", location, refusal.getMessage());
            return;
        }
        if (reader.refusals(location("")).count() == 0) {
            LOG.warn(
                    "The second target does not let {} be deleted ({}). If it is append-only, that is as it should be:"
                            + " nothing is wrong with the copies, and it is not told again. What is old is tried"
                            + " again after {} days; 'prune --dry-run' lists it.",
                    location,
                    refusal.getMessage(),
                    REFUSAL_HOLDS.toDays());
        }
        history.archives().refused(location, clock.instant());
    }

    private String location(String fileName) {
        return Target.address(target.second(), fileName);
    }
}
