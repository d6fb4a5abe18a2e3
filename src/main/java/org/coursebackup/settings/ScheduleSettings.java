package org.coursebackup.settings;

import java.time.Duration;
import java.time.ZoneId;

import org.coursebackup.schedule.Schedule;

/**
 * When a run starts: {@code schedule.*}.
 *
 * @param cron a Quartz expression
 * @param zone for the cron, and for dates shown to people and in file names
 * @param retryAfter how long after an error a course is due again
 * @param night for how long after a regular start failed courses are tried again
 */
public record ScheduleSettings(String cron, ZoneId zone, Duration retryAfter, Duration night) {
    /** The regular starts. */
    public Schedule starts() {
        return new Schedule(cron, zone);
    }

    static ScheduleSettings of(Values values) {
        return new ScheduleSettings(
                values.get(Keys.CRON), values.get(Keys.TIMEZONE), values.get(Keys.RETRY), values.get(Keys.NIGHT));
    }
}
