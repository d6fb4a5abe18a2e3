package org.coursebackup.flow;

import java.time.Clock;
import java.util.Set;

import org.coursebackup.drill.CourseDrill;
import org.coursebackup.drill.Drills;
import org.coursebackup.drill.ScheduledDrill;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.run.RestOfNight;
import org.coursebackup.run.Runs;
import org.coursebackup.settings.Settings;

/** The beans that have a second Moodle restore archives. */
final class DrillBeans {
    private DrillBeans() {}

    static ScheduledDrill scheduled(Settings settings, Pools pools, Runs runs, Clock clock) {
        CourseDrill drill = new CourseDrill(settings, pools.moodle(), pools.history(), clock);
        return new ScheduledDrill(
                settings.drill(),
                new RestOfNight(
                        settings.schedule().starts()::latest,
                        ScheduledDrill.LATEST,
                        runs,
                        new HistoryReader(pools.history())),
                new Drills(pools.history()),
                () -> Set.copyOf(pools.moodle()
                        .sql("SELECT id FROM {course} WHERE category = 0")
                        .query(Long.class)
                        .list()),
                drill::bySchedule,
                new HistoryReader(pools.history())::failedDrillWantsAnother,
                clock);
    }
}
