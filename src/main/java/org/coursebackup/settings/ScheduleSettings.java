package org.coursebackup.settings;

import java.time.Duration;
import java.time.ZoneId;

import org.coursebackup.schedule.Schedule;

/**
 * When a run starts: {@code schedule.*}.
 *
 * @param cron of Quartz
 * @param zone of the cron, and of the dates that people and file names get
 * @param retryAfter how long after an error a course is due again
 * @param night how long after a regular start courses that failed are tried again
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
