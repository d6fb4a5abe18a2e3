package org.coursebackup.deliver;

import java.nio.file.Path;
import java.time.Clock;
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
import org.coursebackup.history.RunRow;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.retention.Retention;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.retention.StoredArchive;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.store.OldArchives;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;
import org.coursebackup.store.Target;

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

    private final TargetSettings target;
    private final Supplier<SecondTarget> place;
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
            Supplier<SecondTarget> place,
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
                    Reason.of(failure));
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
        try (CopyPlace there = place.get().open()) {
            sizes = there.sizes();
        }
        Map<Long, List<CopyDecision>> all = new LinkedHashMap<>();
        for (long course : new TreeSet<>(courses)) {
            List<CopyDecision> decisions = decide(course, sizes);
            if (!decisions.isEmpty()) {
                all.put(course, decisions);
            }
        }
        return all;
    }

    private List<CopyDecision> decide(long courseId, Map<String, Long> sizes) {
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
                .map(decision -> {
                    String name = decision.archive().fileName();
                    return new CopyDecision(
                            copies.get(name), decision.keep(), decision.reason(), companions(name, sizes));
                })
                .toList();
    }

    private static List<String> companions(String name, Map<String, Long> sizes) {
        return Stream.of(
                        name + ManifestFile.SUFFIX,
                        OldArchives.aside(Path.of(name)).toString())
                .filter(sizes::containsKey)
                .toList();
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
        try (CopyPlace there = place.get().open()) {
            for (CopyDecision decision : old) {
                remove(there, decision);
            }
        } catch (Exception failure) {
            LOG.warn(
                    "Old copies of archives of course {} stay at the second target until after the next run: {}",
                    old.get(0).copy().courseId(),
                    Reason.of(failure));
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
        } catch (Exception failure) {
            LOG.warn(
                    "Could not remove the old copy {} ({}); it will be tried again after the next run.",
                    location,
                    Reason.of(failure));
            return;
        }
        history.removed(location, clock.instant());
        LOG.info("Removed {}: {}.", location, decision.reason());
    }

    private String location(String fileName) {
        return Target.address(target.second(), fileName);
    }
}
