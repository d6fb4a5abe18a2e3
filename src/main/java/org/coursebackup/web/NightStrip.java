package org.coursebackup.web;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.coursebackup.history.Outcome;

/** A course's last nights, one cell a day. */
public final class NightStrip {
    /**
     * A day.
     *
     * @param last what the day's last run did with the course; null if none worked on it
     */
    public record Night(LocalDate day, Outcome last) {}

    static final int DAYS = 56;

    private NightStrip() {}

    /**
     * The last eight weeks, oldest first.
     *
     * @param outcomes newest first
     */
    static List<Night> of(List<Outcome> outcomes, LocalDate today, ZoneId zone) {
        Map<LocalDate, Outcome> latest = new HashMap<>();
        for (Outcome outcome : outcomes) {
            latest.putIfAbsent(LocalDate.ofInstant(outcome.ending().ended(), zone), outcome);
        }
        List<Night> nights = new ArrayList<>();
        for (int n = DAYS - 1; n >= 0; n--) {
            LocalDate day = today.minusDays(n);
            nights.add(new Night(day, latest.get(day)));
        }
        return nights;
    }
}
