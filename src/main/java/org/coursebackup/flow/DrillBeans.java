package org.coursebackup.flow;

import java.time.Clock;
import java.util.Set;

import org.coursebackup.drill.CourseDrill;
import org.coursebackup.drill.Drills;
import org.coursebackup.drill.ScheduledDrill;
import org.coursebackup.run.Runs;
import org.coursebackup.settings.Settings;

/** The beans that have a second Moodle restore archives. */
final class DrillBeans {
    private DrillBeans() {}

    static ScheduledDrill scheduled(Settings settings, Pools pools, Runs runs, Clock clock) {
        CourseDrill drill = new CourseDrill(settings, pools.moodle(), pools.history(), clock);
        return new ScheduledDrill(
                settings.drill(),
                settings.schedule().starts()::latest,
                runs,
                new Drills(pools.history()),
                () -> Set.copyOf(pools.moodle()
                        .sql("SELECT id FROM {course} WHERE category = 0")
                        .query(Long.class)
                        .list()),
                drill::bySchedule,
                clock);
    }
}
