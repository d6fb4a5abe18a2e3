package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Result;
import org.coursebackup.retention.Retention;
import org.coursebackup.retention.RetentionDecision;
import org.coursebackup.retention.RetentionSettings;
import org.coursebackup.retention.StoredArchive;
import org.coursebackup.retention.StoredArchive.Quality;

/** Tells how long archives will stay, by playing the coming nights through. */
public final class RetentionPreview {
    private static final int DAYS = 400;

    /**
     * How long an archive stays.
     *
     * @param keep whether the rules keep it now
     * @param reason which rule does, or why none does
     * @param until the day on which the rules give it up, if a good archive is made every night; null if that is more
     *     than a year away
     */
    public record Stay(
            boolean keep, String reason, @JsonIgnore LocalDate until) {
        /** The day as year-month-day, or null. */
        @JsonProperty("until")
        public String untilDay() {
            return until == null ? null : until.toString();
        }
    }

    private final Retention retention;
    private final Clock clock;

    /** @param clock its zone decides when days, weeks, months and years begin */
    public RetentionPreview(RetentionSettings settings, Clock clock) {
        this.retention = new Retention(settings, clock.getZone());
        this.clock = clock;
    }

    private static StoredArchive stored(ArchiveRow row, String pin) {
        Instant asOf = row.confirmed() == null ? row.started() : row.confirmed();
        Quality quality = row.damaged() != null
                ? Quality.DAMAGED
                : row.result() == Result.WARNING ? Quality.WARNINGS : Quality.GOOD;
        return new StoredArchive(row.fileName(), row.started(), asOf, quality, pin);
    }

    /**
     * Why archives of a course leave once a good archive is made at that moment, by file name; those that stay are not
     * among them.
     *
     * @param pins the reasons of those that are pinned, by file name
     */
    Map<String, String> leaving(List<ArchiveRow> archives, Map<String, String> pins, Instant next) {
        List<StoredArchive> all = new ArrayList<>();
        archives.forEach(row -> all.add(stored(row, pins.get(row.fileName()))));
        all.add(new StoredArchive("", next, Quality.GOOD));
        return retention.decide(all, next).stream()
                .filter(decision -> !decision.keep())
                .collect(Collectors.toMap(
                        decision -> decision.archive().fileName(), RetentionDecision::reason, (one, other) -> one));
    }

    /**
     * By file name.
     *
     * @param archives of one course in the folder that the rules apply to
     * @param pins the reasons of those that are pinned, by file name
     */
    Map<String, Stay> of(List<ArchiveRow> archives, Map<String, String> pins) {
        Instant now = clock.instant();
        List<StoredArchive> left = new ArrayList<>();
        for (ArchiveRow row : archives) {
            left.add(stored(row, pins.get(row.fileName())));
        }
        Map<String, Stay> stays = new HashMap<>();
        for (RetentionDecision decision : retention.decide(left, now)) {
            stays.put(
                    decision.archive().fileName(),
                    new Stay(
                            decision.keep(),
                            decision.reason(),
                            decision.keep() ? null : LocalDate.ofInstant(now, clock.getZone())));
        }
        for (int day = 1; day <= DAYS && !left.isEmpty(); day++) {
            Instant night = now.plus(Duration.ofDays(day));
            left.add(new StoredArchive("", night, Quality.GOOD));
            Set<StoredArchive> removed = retention.decide(left, night).stream()
                    .filter(decision -> !decision.keep())
                    .map(RetentionDecision::archive)
                    .collect(Collectors.toSet());
            left.removeAll(removed);
            for (StoredArchive archive : removed) {
                stays.computeIfPresent(
                        archive.fileName(),
                        (name, stay) -> stay.until() != null
                                ? stay
                                : new Stay(stay.keep(), stay.reason(), LocalDate.ofInstant(night, clock.getZone())));
            }
        }
        return stays;
    }
}
