package org.coursebackup.course;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

import org.apache.camel.Variable;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.store.KnownArchive;
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

    /**
     * To be called only after the new archive is published, or the newest found to be current, and the status written.
     */
    public void remove(@Variable(CourseWork.VARIABLE) CourseWork work) throws IOException {
        try {
            archives.remove(work.getCourseId(), work.getFileName()).forEach(this::noted);
        } catch (IOException e) {
            throw new IOException("older archives stay in " + target + " for now (" + Printable.reason(e) + ").", e);
        }
    }

    /** Ids of the courses that have archives in the target folder, or may have, in order. */
    public SortedSet<Long> courses() throws IOException {
        SortedSet<Long> courses = archives.courses();
        courses.addAll(reader.archivedCourses());
        return courses;
    }

    /** Whether a file in the target folder has the name of an archive of the course, according to the history. */
    public boolean knows(long courseId, String fileName) {
        return known(courseId).containsKey(fileName);
    }

    /** File name of a course's newest archive in the target folder, of those that the history knows. */
    public Optional<String> newest(long courseId) {
        return reader.archives(courseId).stream()
                .flatMap(archive -> fileName(archive).stream())
                .filter(name -> Files.isRegularFile(target.resolve(name), LinkOption.NOFOLLOW_LINKS))
                .findFirst();
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

    private void noted(RetentionDecision decision) {
        history.archives().removed(location(decision.archive().fileName()), clock.instant());
    }

    /** By file name, the archives that were published in the target folder. */
    private Map<String, KnownArchive> known(long courseId) {
        Map<String, KnownArchive> known = new HashMap<>();
        for (ArchiveRow archive : reader.archives(courseId)) {
            // of years of nights only what may be there is looked for, unless the listing has it anyway
            fileName(archive)
                    .filter(name ->
                            archive.removed() == null || ArchiveName.parse(name).isPresent())
                    .ifPresent(name -> known.putIfAbsent(name, KnownArchives.known(archive)));
        }
        return known;
    }

    /** Empty if the archive was published elsewhere. */
    private Optional<String> fileName(ArchiveRow archive) {
        String folder = location("") + File.separator;
        return archive.location().startsWith(folder)
                ? Optional.of(archive.location().substring(folder.length()))
                : Optional.empty();
    }

    /** The location as the publishing step records it. */
    private String location(String fileName) {
        return target.toAbsolutePath().normalize().resolve(fileName).toString();
    }
}
