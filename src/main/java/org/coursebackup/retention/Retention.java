package org.coursebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.coursebackup.retention.StoredArchive.Quality;

/**
 * Which archives of one course stay: list in, decisions with reasons out, nothing is touched. The newest archive always
 * stays, and if it lacks something of the course, so does the newest complete one. So do pinned ones. A damaged one
 * takes no other's place. An archive grows old from when the course was last what it holds.
 *
 * <p>The first three rules are Moodle 4.5's (backup_cron_automated_helper), with one difference: if told to keep all
 * and to delete after some days, Moodle removes even what it has just made; here 'all' means no limit on the number.
 */
public final class Retention {
    private final RetentionSettings settings;
    private final ZoneId zone;

    /** @param zone decides when days, weeks, months and years begin */
    public Retention(RetentionSettings settings, ZoneId zone) {
        this.settings = settings;
        this.zone = zone;
    }

    /** Decides about all archives of one course, newest first. */
    public List<RetentionDecision> decide(List<StoredArchive> archives, Instant now) {
        List<StoredArchive> newestFirst = archives.stream()
                // of one second the later one, whose name was taken, has a number at its end more
                .sorted(Comparator.comparing(StoredArchive::begun)
                        .thenComparing(archive -> archive.fileName().length())
                        .thenComparing(StoredArchive::fileName)
                        .reversed())
                .toList();
        List<Period> periods = List.of(
                new Period("day", settings.daily(), day -> day),
                new Period(
                        "week",
                        settings.weekly(),
                        day -> List.of(day.get(IsoFields.WEEK_BASED_YEAR), day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))),
                new Period("month", settings.monthly(), day -> List.of(day.getYear(), day.getMonthValue())),
                new Period("year", settings.yearly(), LocalDate::getYear));
        List<RetentionDecision> decisions = new ArrayList<>();
        int rank = 0;
        boolean completeSeen = false;
        for (StoredArchive archive : newestFirst) {
            List<String> reasons = new ArrayList<>();
            boolean damaged = archive.quality() == Quality.DAMAGED;
            // a damaged one takes no other's place
            int own = rank + 1;
            if (archive.quality() == Quality.GOOD && !completeSeen) {
                completeSeen = true;
                reasons.add(own == 1 ? "newest good archive" : "newest without warnings");
            } else if (own == 1) {
                reasons.add(damaged ? "damaged, but no newer one is good" : "newest archive");
            }
            if (archive.pinned() != null) {
                reasons.add(archive.pinned());
            }
            byNumberAndAge(archive, own, now, reasons);
            LocalDate day = archive.asOf().atZone(zone).toLocalDate();
            if (!damaged) {
                rank = own;
                periods.forEach(period -> period.keeps(day).ifPresent(reasons::add));
            }
            decisions.add(
                    reasons.isEmpty()
                            ? new RetentionDecision(archive, false, whyNot(archive, own, now))
                            : new RetentionDecision(archive, true, String.join(", ", reasons)));
        }
        return decisions;
    }

    private void byNumberAndAge(StoredArchive archive, int rank, Instant now, List<String> reasons) {
        if (settings.keepsAll()) {
            reasons.add("everything is kept");
            return;
        }
        boolean ruled = settings.last() > 0 || settings.days() > 0;
        if (ruled && (settings.last() == 0 || rank <= settings.last()) && !tooOld(archive, now)) {
            reasons.add(
                    settings.days() == 0
                            ? "among the last " + settings.last()
                            : "not older than " + settings.days() + " days");
        }
        if (rank <= settings.minimum() && (settings.days() > 0 || settings.hasPeriods())) {
            reasons.add("one of at least " + settings.minimum());
        }
    }

    private String whyNot(StoredArchive archive, int rank, Instant now) {
        if (tooOld(archive, now)) {
            return "older than " + settings.days() + " days";
        }
        return settings.last() > 0 && rank > settings.last()
                ? "not among the last " + settings.last()
                : "no rule keeps it";
    }

    private boolean tooOld(StoredArchive archive, Instant now) {
        return settings.days() > 0 && archive.asOf().isBefore(now.minus(Duration.ofDays(settings.days())));
    }

    /** Keeps the first archive in each of a number of periods. */
    private static final class Period {
        private final String name;
        private final int count;
        private final Function<LocalDate, Object> of;
        private final Set<Object> seen = new HashSet<>();

        Period(String name, int count, Function<LocalDate, Object> of) {
            this.name = name;
            this.count = count;
            this.of = of;
        }

        Optional<String> keeps(LocalDate day) {
            return seen.size() < count && seen.add(of.apply(day))
                    ? Optional.of("newest of its " + name)
                    : Optional.empty();
        }
    }
}
