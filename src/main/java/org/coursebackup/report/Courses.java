package org.coursebackup.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.springframework.dao.DataAccessException;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseEntry;
import org.coursebackup.history.CourseList;
import org.coursebackup.history.CourseList.CategoryCount;
import org.coursebackup.history.CourseList.Night;
import org.coursebackup.history.CourseList.Query;
import org.coursebackup.history.Exclusion;
import org.coursebackup.history.Exclusions;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Outcome;
import org.coursebackup.language.Text;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.report.CourseView.Archive;
import org.coursebackup.report.CourseView.Detail;
import org.coursebackup.report.CourseView.Verdict;
import org.coursebackup.report.RetentionPreview.Stay;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;

/** Lists of courses, and single courses. */
public final class Courses {
    private static final Duration TREND = Duration.ofDays(45);
    private static final int DETAILED_ARCHIVES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int ASKING = 4;
    private static final int MOST_CATEGORIES = 200;

    private final CourseList list;
    private final HistoryReader history;
    private final Downloads downloads;
    private final Pins pins;
    private final RetentionPreview preview;
    private final Exclusions exclusions;
    private final ActivityDownload activities;
    private final Function<Long, Verdict> rules;
    private final Clock clock;
    /** As many questions may hang at a time; further ones are not asked. */
    private final ExecutorService asking =
            new ThreadPoolExecutor(0, ASKING, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "skip rules for the page");
                thread.setDaemon(true);
                return thread;
            });

    public Courses(
            CourseList list,
            HistoryReader history,
            Downloads downloads,
            Pins pins,
            RetentionPreview preview,
            Exclusions exclusions,
            ActivityDownload activities,
            Function<Long, Verdict> rules,
            Clock clock) {
        this.list = list;
        this.history = history;
        this.downloads = downloads;
        this.pins = pins;
        this.preview = preview;
        this.exclusions = exclusions;
        this.activities = activities;
        this.rules = rules;
        this.clock = clock;
    }

    /** @param page from 1 */
    public CourseView.Page page(Query query, int page, int size) {
        List<CourseEntry> entries = list.page(query, size, (long) (page - 1) * size);
        return new CourseView.Page(list.count(query), page, size, views(entries));
    }

    /** The categories with most courses. */
    public List<CategoryCount> categories() {
        return list.categories(MOST_CATEGORIES);
    }

    /** The components that courses have something of. */
    public List<String> components() {
        return list.components();
    }

    /**
     * Pins the newest good archive of each course that is here.
     *
     * @return how many were pinned
     * @throws IOException if a pin can't be written
     */
    public int pinNewest(List<Long> courses, Pin pin) throws IOException {
        int pinned = 0;
        for (long course : courses) {
            Optional<String> newest = history.archives(course).stream()
                    .filter(row -> row.removed() == null && row.damaged() == null)
                    .map(ArchiveRow::fileName)
                    .filter(name -> downloads.here(name, name))
                    .findFirst();
            if (newest.isPresent()) {
                pins.pin(newest.get(), pin);
                pinned++;
            }
        }
        return pinned;
    }

    /**
     * Excludes courses from being backed up. Archives are not touched.
     *
     * @param until the last day
     * @param by who wants it, and where
     * @throws RefusedException without a course or a reason, or if that day is over
     */
    public void exclude(Set<Long> courses, LocalDate until, String reason, String by) {
        if (courses.isEmpty()) {
            throw new RefusedException(Text.of("refused.none-chosen"));
        }
        if (reason.isBlank()) {
            throw new RefusedException(Text.of("refused.exclude.reason"));
        }
        if (until.isBefore(LocalDate.now(clock))) {
            throw new RefusedException(Text.of("refused.exclude.over", until.toString()));
        }
        exclusions.exclude(courses, until, reason, by);
    }

    /** Takes exclusions back; returns how many there were. */
    public int include(Set<Long> courses) {
        return exclusions.include(courses);
    }

    /**
     * The courses that somebody should look at, worst first.
     *
     * @param old archives as of before then are too old
     */
    public CourseView.Page atRisk(Instant old, int size) {
        return new CourseView.Page(
                list.countAtRisk(old, clock.instant()), 1, size, views(list.atRisk(old, clock.instant(), size)));
    }

    private List<CourseView> views(List<CourseEntry> entries) {
        Instant now = clock.instant();
        List<Long> ids = entries.stream().map(CourseEntry::id).toList();
        Map<Long, List<Night>> nights = list.nights(ids, now.minus(TREND));
        Map<Long, Exclusion> excluded = exclusions.of(ids);
        return entries.stream()
                .map(entry -> CourseView.of(
                        entry,
                        nights.getOrDefault(entry.id(), List.of()),
                        excluded.get(entry.id()),
                        now,
                        clock.getZone()))
                .toList();
    }

    public CourseEntry known(String id) {
        Optional<CourseEntry> known = id.matches("\\d{1,18}") ? history.course(Long.parseLong(id)) : Optional.empty();
        return known.orElseThrow(() -> new NotFoundException(Text.of("missing.course", id)));
    }

    public Detail detail(String id, int page) {
        CourseEntry course = known(id);
        List<Archive> archives = new ArrayList<>();
        List<ArchiveRow> rows = history.archives(course.id());
        Map<String, Stay> stays = stays(rows);
        for (ArchiveRow row : rows) {
            archives.add(archive(row, stays, archives.size() < DETAILED_ARCHIVES));
        }
        return new Detail(
                views(List.of(course)).get(0),
                verdict(course.id()),
                archives,
                history.ofCourse(course.id(), 50, 50 * (page - 1)));
    }

    /** What the latest runs did with a course, newest first. */
    public List<Outcome> latest(long courseId, int limit) {
        return history.ofCourse(courseId, limit, 0);
    }

    private Map<String, Stay> stays(List<ArchiveRow> rows) {
        List<ArchiveRow> here = rows.stream().filter(this::here).toList();
        Map<String, String> pinned = new HashMap<>();
        here.forEach(row -> pins.of(row.fileName()).ifPresent(pin -> pinned.put(row.fileName(), pin.toString())));
        return preview.of(here, pinned);
    }

    private boolean here(ArchiveRow row) {
        return row.removed() == null && downloads.here(row.location(), row.fileName());
    }

    private Archive archive(ArchiveRow row, Map<String, Stay> stays, boolean detailed) {
        Map<String, Long> rows = detailed ? history.rowsByTable(row.runId(), row.courseId()) : Map.of();
        String name = row.fileName();
        boolean here = here(row);
        return new Archive(
                name,
                here,
                row.removed() == null ? pins.of(name).map(Pin::toString).orElse(null) : null,
                here ? stays.get(name) : null,
                detailed && row.removed() == null ? manifest(row, name) : null,
                row,
                detailed ? history.warnings(row.runId(), row.courseId()) : List.of(),
                rows.size(),
                rows.values().stream().mapToLong(Long::longValue).sum(),
                rows);
    }

    /** Null if Moodle's database does not answer at once; a page is not kept waiting for it. */
    private String manifest(ArchiveRow row, String name) {
        try {
            Optional<Path> file = downloads.find(row.location(), name);
            return file.isEmpty() ? null : downloads.manifest(file.get(), row.sha256());
        } catch (IOException removedMeanwhile) {
            return null;
        }
    }

    private Verdict verdict(long courseId) {
        try {
            return asking.submit(() -> rules.apply(courseId)).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | TimeoutException hangs) {
            return null;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof DataAccessException) {
                return null;
            }
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** An activity of an archive that is here, as a file of its own. */
    public ActivityDownload.Cut activity(String id, String name, String courseModule) throws IOException {
        Path archive = download(id, name);
        ArchiveRow row = history.archives(known(id).id()).stream()
                .filter(known -> known.removed() == null
                        && known.fileName().equals(name)
                        && downloads.find(known.location(), name).isPresent())
                .findFirst()
                .orElseThrow(() -> new NotFoundException(Text.of("missing.activity")));
        if (!courseModule.matches("\\d{1,18}")) {
            throw new NotFoundException(Text.of("missing.activity"));
        }
        return activities.of(row, archive, Long.parseLong(courseModule));
    }

    /** Only for {@code Downloads}: the archives of the course, and their manifests. */
    public Path download(String id, String name) {
        if (name.endsWith(ManifestFile.SUFFIX)) {
            Path archive = download(id, name.substring(0, name.length() - ManifestFile.SUFFIX.length()));
            if (ManifestFile.exists(archive)) {
                return ManifestFile.of(archive);
            }
            throw new NotFoundException(Text.of("missing.manifest"));
        }
        CourseEntry course = known(id);
        return history.archives(course.id()).stream()
                .filter(row -> row.removed() == null && row.fileName().equals(name))
                // its copies elsewhere have the same name
                .flatMap(row -> downloads.find(row.location(), name).stream())
                .findFirst()
                .orElseThrow(() -> new NotFoundException(Text.of("missing.archive-here", "" + course.id())));
    }
}
