package org.coursebackup.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.coursebackup.history.SiteDay;

/**
 * When the room for archives will be used up, if it goes on as in the last weeks.
 *
 * @param days how many days it is told from
 * @param perDay bytes by which the free space grew each day on average, negative if it shrank; 0 if there are too few
 *     days to tell
 * @param full the day on which it will be full; null if it does not shrink, lasts for years, or there are too few days
 */
public record Outlook(int days, long perDay, @JsonIgnore LocalDate full) {
    /** With fewer days one large course would decide. */
    static final int ENOUGH = 7;

    private static final int WEEKS = 30;
    private static final long FAR = 3650;

    /** The day as year-month-day, or null. */
    @JsonProperty("full")
    public String fullDay() {
        return full == null ? null : full.toString();
    }

    /** Whether there are enough days to tell. */
    @JsonIgnore
    public boolean known() {
        return days >= ENOUGH;
    }

    /** By least squares over the latest days on which the disk had the size that it has now. */
    static Outlook of(List<SiteDay> days) {
        List<SiteDay> same = new ArrayList<>();
        for (int n = days.size() - 1; n >= 0 && same.size() < WEEKS; n--) {
            SiteDay day = days.get(n);
            if (day.free() < 0) {
                continue;
            }
            if (!same.isEmpty() && same.get(0).total() != day.total()) {
                break;
            }
            same.add(day);
        }
        if (same.size() < ENOUGH) {
            return new Outlook(same.size(), 0, null);
        }
        SiteDay newest = same.get(0);
        double slope = slope(same, newest.day());
        double left = slope < 0 ? newest.free() / -slope : FAR;
        return new Outlook(
                same.size(), Math.round(slope), left < FAR ? newest.day().plusDays((long) left) : null);
    }

    private static double slope(List<SiteDay> days, LocalDate origin) {
        double n = days.size();
        double meanX = days.stream().mapToLong(day -> x(day, origin)).sum() / n;
        double meanY = days.stream().mapToDouble(SiteDay::free).sum() / n;
        double above = 0;
        double below = 0;
        for (SiteDay day : days) {
            above += (x(day, origin) - meanX) * (day.free() - meanY);
            below += (x(day, origin) - meanX) * (x(day, origin) - meanX);
        }
        return above / below;
    }

    private static long x(SiteDay day, LocalDate origin) {
        return day.day().toEpochDay() - origin.toEpochDay();
    }
}
