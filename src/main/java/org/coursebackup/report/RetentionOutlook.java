package org.coursebackup.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseList;
import org.coursebackup.history.CourseName;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.report.LatestCheck.Known;
import org.coursebackup.store.Pins;

/**
 * What the rules for keeping archives will do with the archives of all courses in the target folder when each course
 * gets its next one. Found out in the background, course by course; only the ids of courses that lose archives are
 * held.
 */
public final class RetentionOutlook {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionOutlook.class);
    private static final int PORTION = 200;
    private static final int SIZE = 25;
    private static final int WEEKS = 5;
    private static final Duration FRESH = Duration.ofMinutes(10);

    /**
     * What stays of a stretch of time.
     *
     * @param week whether it is a week; otherwise it is a month
     */
    public record Period(@JsonIgnore LocalDate from, boolean week, long archives, long bytes) {
        /** Its first day as year-month-day. */
        @JsonProperty("from")
        public String fromDay() {
            return from.toString();
        }
    }

    /**
     * Sums.
     *
     * @param archives how many there are now
     * @param leaving how many of them leave
     * @param courses how many courses lose some
     * @param kept what stays, the latest first: by weeks, then by months
     */
    public record Sums(long archives, long bytes, long leaving, long leavingBytes, long courses, List<Period> kept) {}

    /** An archive that leaves. */
    public record Leaving(String name, Instant made, long bytes, String reason) {}

    /** A course that loses archives. */
    public record Course(CourseName course, List<Leaving> archives) {}

    /**
     * A page of it.
     *
     * @param sums null while they are found out for the first time
     * @param asOf when that was
     * @param running whether they are found out anew
     * @param courses those of the page, as the rules say now
     */
    public record View(Sums sums, Instant asOf, boolean running, int page, int pages, List<Course> courses) {}

    private record Found(Sums sums, List<Long> courses) {}

    private final CourseList list;
    private final HistoryReader history;
    private final Pins pins;
    private final RetentionPreview preview;
    private final String folder;
    private final Function<Instant, Optional<Instant>> nextStart;
    private final Clock clock;
    private final LatestCheck<Found> latest;

    /**
     * @param folder the target folder
     * @param nextStart when the next run after a moment starts
     * @param clock its zone decides when days, weeks and months begin
     */
    public RetentionOutlook(
            CourseList list,
            HistoryReader history,
            Pins pins,
            RetentionPreview preview,
            Path folder,
            Function<Instant, Optional<Instant>> nextStart,
            Clock clock) {
        this.list = list;
        this.history = history;
        this.pins = pins;
        this.preview = preview;
        this.folder = folder.toAbsolutePath().normalize() + "/";
        this.nextStart = nextStart;
        this.clock = clock;
        this.latest = new LatestCheck<>("preview of retention", this::find, FRESH, clock);
    }

    /**
     * @param page from 1
     * @param patience how long to wait if nothing is known yet
     */
    public View view(int page, Duration patience) {
        Known<Found> known = latest.known();
        if (known.found() == null) {
            known = latest.known(patience);
        }
        if (known.found() == null) {
            return new View(null, null, known.running(), 1, 1, List.of());
        }
        List<Long> ids = known.found().courses;
        int pages = Math.max(1, (ids.size() + SIZE - 1) / SIZE);
        List<Course> courses = new ArrayList<>();
        Map<String, String> pinned = pinned();
        Instant next = next();
        int from = Math.min(ids.size(), (page - 1) * SIZE);
        List<Long> shown = ids.subList(from, Math.min(ids.size(), from + SIZE));
        Map<Long, List<ArchiveRow>> archives = here(shown);
        for (long id : shown) {
            List<ArchiveRow> rows = archives.getOrDefault(id, List.of());
            Map<String, String> leaving = preview.leaving(rows, pinned, next);
            history.course(id)
                    .ifPresent(course -> courses.add(new Course(
                            course.name(),
                            rows.stream()
                                    .filter(row -> leaving.containsKey(row.fileName()))
                                    .map(row -> new Leaving(
                                            row.fileName(), row.made(), row.bytes(), leaving.get(row.fileName())))
                                    .toList())));
        }
        return new View(known.found().sums, known.asOf(), known.running(), page, pages, courses);
    }

    private Instant next() {
        Instant now = clock.instant();
        return nextStart.apply(now).orElse(now);
    }

    private Map<String, String> pinned() {
        Map<String, String> pinned = new HashMap<>();
        try {
            pins.all().forEach((name, pin) -> pinned.put(name, pin.toString()));
        } catch (IOException away) {
            LOG.debug("the pins can't be read: {}", away.toString());
        }
        return pinned;
    }

    private Map<Long, List<ArchiveRow>> here(List<Long> courses) {
        return history.standing(courses).stream()
                .filter(row -> row.location().equals(folder + row.fileName()))
                .collect(Collectors.groupingBy(ArchiveRow::courseId));
    }

    private Found find() {
        Map<String, String> pinned = pinned();
        Instant next = next();
        Tally tally = new Tally(LocalDate.ofInstant(clock.instant(), clock.getZone()));
        List<Long> losing = new ArrayList<>();
        long after = 0;
        List<CourseName> portion;
        do {
            portion = list.backedUpAfter(after, clock.instant(), PORTION);
            Map<Long, List<ArchiveRow>> archives =
                    here(portion.stream().map(CourseName::id).toList());
            for (CourseName course : portion) {
                List<ArchiveRow> rows = archives.getOrDefault(course.id(), List.of());
                Map<String, String> leaving = preview.leaving(rows, pinned, next);
                rows.forEach(row -> tally.add(row, leaving.containsKey(row.fileName())));
                if (!leaving.isEmpty()) {
                    losing.add(course.id());
                }
                after = course.id();
            }
        } while (portion.size() == PORTION);
        return new Found(tally.sums(losing.size()), List.copyOf(losing));
    }

    /** Adds archives up. */
    private final class Tally {
        private final LocalDate firstWeek;
        private final TreeMap<LocalDate, long[]> kept = new TreeMap<>();
        private long archives;
        private long bytes;
        private long leaving;
        private long leavingBytes;

        Tally(LocalDate today) {
            firstWeek = monday(today).minusWeeks(WEEKS - 1L);
        }

        void add(ArchiveRow row, boolean leaves) {
            archives++;
            bytes += row.bytes();
            if (leaves) {
                leaving++;
                leavingBytes += row.bytes();
                return;
            }
            LocalDate day = LocalDate.ofInstant(row.started(), clock.getZone());
            LocalDate from = day.isBefore(firstWeek) ? day.withDayOfMonth(1) : monday(day);
            long[] sum = kept.computeIfAbsent(from, key -> new long[2]);
            sum[0]++;
            sum[1] += row.bytes();
        }

        Sums sums(long courses) {
            List<Period> periods = new ArrayList<>();
            kept.descendingMap()
                    .forEach((from, sum) -> periods.add(new Period(from, !from.isBefore(firstWeek), sum[0], sum[1])));
            return new Sums(archives, bytes, leaving, leavingBytes, courses, periods);
        }

        private static LocalDate monday(LocalDate day) {
            return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        }
    }
}
