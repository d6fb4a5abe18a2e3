package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.history.CauseList;
import org.coursebackup.history.CourseList;
import org.coursebackup.history.Exclusions;
import org.coursebackup.history.Nights;
import org.coursebackup.history.Nights.Night;
import org.coursebackup.history.SiteDay;
import org.coursebackup.history.SiteDays;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunSummary;

/** Tells how the site is doing, and notes day by day how it was. */
public final class Overview implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(Overview.class);
    private static final int DAYS = 90;
    private static final int RUNS = 30;
    private static final int MACHINES_DAYS = 30;
    private static final int CAUSES = 20;
    private static final Duration NOTED = Duration.ofMinutes(10);

    private final Site site;
    private final CourseList courses;
    private final CauseList causes;
    private final Nights nights;
    private final SiteDays days;
    private final Exclusions exclusions;
    private final int oldDays;
    private final Clock clock;
    private volatile Instant noted = Instant.MIN;

    /**
     * @param oldDays from how many days on an archive is too old; 0: none is
     * @param clock with the zone whose days count
     */
    public Overview(
            Site site,
            CourseList courses,
            CauseList causes,
            Nights nights,
            SiteDays days,
            Exclusions exclusions,
            int oldDays,
            Clock clock) {
        this.site = site;
        this.courses = courses;
        this.causes = causes;
        this.nights = nights;
        this.days = days;
        this.exclusions = exclusions;
        this.oldDays = oldDays;
        this.clock = clock;
    }

    /** @param view the figures of the same moment */
    public OverviewView view(SiteView view) {
        if (clock.instant().isAfter(noted.plus(NOTED))) {
            note();
        }
        LocalDate today = LocalDate.now(clock);
        List<SiteDay> known = days.since(today.minusDays(DAYS - 1));
        List<Night> latest = nights.latest(RUNS);
        Outlook outlook = Outlook.of(known);
        return new OverviewView(
                new Storyteller(
                                view,
                                causes.current(CAUSES),
                                oldDays == 0 ? 0 : courses.countOlder(site.tooOld(), clock.instant()),
                                oldDays,
                                causes.unexplained(),
                                nights.unbroken(),
                                outlook)
                        .tell(today),
                known,
                Trend.of(latest.stream().map(night -> night.took().toSeconds()).toList()),
                Trend.of(latest.stream().map(Night::bytes).toList()),
                Trend.of(latest.stream().map(Night::statements).toList()),
                outlook,
                Machine.of(nights.workers(clock.instant().minus(Duration.ofDays(MACHINES_DAYS)))),
                ExclusionsView.of(exclusions, clock.instant()));
    }

    /** Notes what the site looks like today. */
    public void note() {
        try {
            noted = clock.instant();
            SiteView.Space space = site.space();
            SiteDay day = new SiteDay(LocalDate.now(clock), site.ages(), space.free(), space.total());
            if (day.ages().courses() > 0) {
                days.record(day);
            }
        } catch (DataAccessException unusable) {
            LOG.warn(
                    "What the site looks like today could not be noted, so the overview may lack this day: {}",
                    unusable.getMostSpecificCause().toString());
        }
    }

    @Override
    public void ended(RunSummary run, String failure) {
        note();
    }
}
