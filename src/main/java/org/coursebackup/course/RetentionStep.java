package org.coursebackup.course;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

import org.apache.camel.Variable;

import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.retention.StoredArchive.Quality;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.OldArchives;
import org.coursebackup.verify.Printable;

/** The bean {@code retention} of the routes: removes the course's old archives and keeps the history in step. */
public final class RetentionStep {
    private final Path target;
    private final OldArchives archives;
    private final History history;
    private final HistoryReader reader;
    private final Clock clock;

    public RetentionStep(Settings settings, History history, HistoryReader reader, Clock clock) {
        this.target = settings.target().directory();
        this.history = history;
        this.reader = reader;
        this.clock = clock;
        archives = new OldArchives(
                target,
                settings.keep(),
                this::known,
                clock.withZone(settings.schedule().zone()));
    }

    /** To be called only after the new archive is published and the status is written. */
    public void remove(@Variable(CourseWork.VARIABLE) CourseWork work) throws IOException {
        try {
            archives.remove(work.getCourseId(), work.getFileName()).forEach(this::noted);
        } catch (IOException e) {
            throw new IOException("older archives stay in " + target + " for now (" + Printable.reason(e) + ").", e);
        }
    }

    /** Ids of the courses that have archives in the target folder, in order. */
    public SortedSet<Long> courses() throws IOException {
        return archives.courses();
    }

    /**
     * What the rules say today about each archive of a course in the target folder, newest first; nothing is touched.
     * Empty if the history knows none of its archives, since it would not be certain whose they are.
     */
    public List<RetentionDecision> decide(long courseId) throws IOException {
        Optional<String> newest = newest(courseId);
        return newest.isEmpty() ? List.of() : archives.decide(courseId, newest.get());
    }

    /** Carries out decisions about a course's archives. Only for the holder of the run lock. */
    public void carryOut(long courseId, List<RetentionDecision> decisions) {
        archives.carryOut(courseId, decisions).forEach(this::noted);
    }

    private Optional<String> newest(long courseId) throws IOException {
        Map<String, Quality> known = known(courseId);
        return archives.names(courseId).stream().filter(known::containsKey).findFirst();
    }

    private void noted(RetentionDecision decision) {
        history.removed(location(decision.archive().fileName()), clock.instant());
    }

    /** Quality by file name of the archives that were published in the target folder. */
    private Map<String, Quality> known(long courseId) {
        Map<String, Quality> known = new HashMap<>();
        String folder = location("");
        KnownArchives.byLocation(reader, courseId).forEach((location, quality) -> {
            if (location.startsWith(folder + File.separator)) {
                known.put(location.substring(folder.length() + 1), quality);
            }
        });
        return known;
    }

    /** The location as the publishing step records it. */
    private String location(String fileName) {
        return target.toAbsolutePath().normalize().resolve(fileName).toString();
    }
}
