package org.coursebackup.check;

import java.time.Instant;
import java.util.Optional;

import org.coursebackup.schedule.Schedule;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;

/** Whether the schedule has any start left. */
public final class ScheduleCheck {
    private ScheduleCheck() {}

    /** The problem with a cron expression that never fires again, as with a year that is over. */
    public static Optional<Problem> overForGood(Settings settings, Instant now) {
        String cron = settings.schedule().cron();
        return new Schedule(cron, settings.schedule().zone()).next(now).isPresent()
                ? Optional.empty()
                : Optional.of(new Problem(
                        "schedule.cron",
                        "'" + cron + "' has no further time, so no run would ever start. Leave out the year, or set a"
                                + " later one; nightly at three is '0 0 3 * * ?'."));
    }
}
