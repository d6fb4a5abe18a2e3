package org.coursebackup.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

import org.coursebackup.course.Archiver;
import org.coursebackup.course.CourseFileStep;
import org.coursebackup.deliver.BackOff;
import org.coursebackup.deliver.Copies;
import org.coursebackup.deliver.Deliveries;
import org.coursebackup.deliver.DeliveryTrouble;
import org.coursebackup.deliver.MailLogin;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.fallback.MoodleCommand;
import org.coursebackup.fallback.MoodleFallback;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.notify.Notices;
import org.coursebackup.pool.PlacePool;
import org.coursebackup.settings.Settings;
import org.coursebackup.status.StatusTable;
import org.coursebackup.store.TargetPlace;

/** The beans for what leaves the program besides archives in the target folder. */
final class DeliveryBeans {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    private DeliveryBeans() {}

    /**
     * @param beans receives the names and beans for the routes
     * @param siteNotices what people have to know about the site besides its courses
     * @param second where copies go, if there is such a place
     * @param pooled the pools at other places than the target folder
     */
    static void bind(
            BiConsumer<String, Object> beans,
            Settings settings,
            Pools pools,
            History writer,
            HistoryReader history,
            Supplier<List<String>> siteNotices,
            Supplier<TargetPlace> second,
            List<PlacePool> pooled,
            Clock clock) {
        beans.accept("courseFiles", new CourseFileStep(settings, pools.moodle(), writer, history, clock));
        Outbox outbox = new Outbox(pools.history());
        StatusTable courses = new StatusTable(new MoodleCourses(pools.moodle()), history, clock);
        beans.accept("notices", new Notices(settings, history, courses::worstFirst, siteNotices, outbox, clock));
        beans.accept("copies", new Copies(settings.target(), second, pooled, outbox, writer, clock));
        beans.accept("mailLogin", new MailLogin(settings.mail()));
        beans.accept(
                "deliveries",
                new Deliveries(
                        outbox,
                        backOff(settings),
                        new DeliveryTrouble(List.of(
                                settings.webhook().url(),
                                settings.mail().password(),
                                settings.target().secondPassword())),
                        clock));
    }

    /** The archiver, with Moodle's own backup as fallback if that is wanted. */
    static Archiver withFallback(Archiver engine, Settings settings) {
        return settings.fallback().wanted()
                ? new MoodleFallback(engine, MoodleCommand.of(settings.fallback()))
                : engine;
    }

    private static BackOff backOff(Settings settings) {
        return new BackOff(
                settings.delivery().retryAfter(),
                LONGEST_PAUSE,
                settings.delivery().giveUpAfter());
    }
}
