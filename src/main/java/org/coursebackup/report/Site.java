package org.coursebackup.report;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.coursebackup.history.CourseList;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures;
import org.coursebackup.report.SiteView.Space;
import org.coursebackup.schedule.NextStart;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.TargetPlace;

/** Assembles the site at a glance. */
public final class Site {
    private final Settings settings;
    private final SiteFigures figures;
    private final CourseList courses;
    private final HistoryReader history;
    private final Live live;
    private final Supplier<List<String>> stopped;
    private final Supplier<List<String>> notices;
    private final Supplier<List<Problem>> trouble;
    private final Clock clock;

    /**
     * @param stopped ids of routes that hold up runs because somebody stopped them
     * @param notices what there is to know about definitions and proofs
     * @param trouble what prevents a run at present
     */
    public Site(
            Settings settings,
            SiteFigures figures,
            CourseList courses,
            HistoryReader history,
            Live live,
            Supplier<List<String>> stopped,
            Supplier<List<String>> notices,
            Supplier<List<Problem>> trouble,
            Clock clock) {
        this.settings = settings;
        this.figures = figures;
        this.courses = courses;
        this.history = history;
        this.live = live;
        this.stopped = stopped;
        this.notices = notices;
        this.trouble = trouble;
        this.clock = clock;
    }

    public SiteView view() {
        Map<String, Long> statuses = new TreeMap<>();
        for (String status : new String[] {"0", "1", "2", "3", "4", "5"}) {
            statuses.put(status, 0L);
        }
        statuses.putAll(courses.byStatus());
        Instant now = clock.instant();
        List<String> held = stopped.get();
        List<String> troubles = trouble.get().stream()
                .filter(problem -> !problem.where().startsWith("route "))
                .map(Problem::toString)
                .toList();
        return new SiteView(
                now,
                settings.moodle().site().wwwroot(),
                figures.ages(now),
                statuses,
                live.progress().orElse(null),
                last(),
                space(),
                held.isEmpty() ? nextStart(now) : NextStart.NEVER,
                figures.readings(TargetPlace.servers(settings.target())),
                held,
                troubles,
                courses.countAtRisk(tooOld(), now),
                notices.get().stream()
                        .filter(notice -> !troubles.contains(notice))
                        .toList());
    }

    /** Newest good archives as of before then are too old (notify.at-risk-days). */
    public Instant tooOld() {
        int days = settings.notices().atRiskDays();
        return days == 0 ? Instant.EPOCH : clock.instant().minus(Duration.ofDays(days));
    }

    List<String> stopped() {
        return stopped.get();
    }

    SiteFigures.Readings readings() {
        return figures.readings(TargetPlace.servers(settings.target()));
    }

    SiteFigures.Ages ages() {
        return figures.ages(clock.instant());
    }

    /** Age in seconds of the oldest among all courses' newest good archives; -1 if there is none. */
    long oldestAge() {
        Instant now = clock.instant();
        return figures.ages(now).oldestAge(now).map(Duration::toSeconds).orElse(-1L);
    }

    /** The last run that ended, or null. */
    RunRow last() {
        return history.runs(5, 0).stream()
                .filter(run -> run.ended() != null)
                .findFirst()
                .orElse(null);
    }

    Map<String, Long> statuses() {
        return courses.byStatus();
    }

    Space space() {
        try {
            FileStore disk = Files.getFileStore(settings.target().directory());
            return new Space(disk.getUsableSpace(), disk.getTotalSpace());
        } catch (IOException missing) {
            return Space.UNKNOWN;
        }
    }

    private Instant nextStart(Instant now) {
        return settings.schedule().starts().next(now).orElse(NextStart.NEVER);
    }
}
