package org.coursebackup.notify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.Reason;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.drill.DrillAttempt;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.RunRow;
import org.coursebackup.run.RunSummary;
import org.coursebackup.schedule.Schedule;
import org.coursebackup.settings.NoticeSettings;
import org.coursebackup.settings.Settings;
import org.coursebackup.status.CourseStatus;

/**
 * The bean {@code notices} of the routes: puts what people have to be told into the outbox. Never fails: a run's result
 * does not depend on it.
 */
public final class Notices {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private static final Duration MISSED_IS_NEWS = Duration.ofDays(7);

    private final Settings settings;
    private final NoticeSettings rules;
    private final Schedule schedule;
    private final HistoryReader history;
    private final Supplier<List<CourseStatus>> courses;
    private final Supplier<List<String>> siteNotices;
    private final Outbox outbox;
    private final Clock clock;
    private final Instant since;

    /**
     * @param courses supplies every course of the site, worst first; used at the end of a run
     * @param siteNotices what people have to know about the site besides its courses, each with what to do
     */
    public Notices(
            Settings settings,
            HistoryReader history,
            Supplier<List<CourseStatus>> courses,
            Supplier<List<String>> siteNotices,
            Outbox outbox,
            Clock clock) {
        this.settings = settings;
        this.rules = settings.notices();
        this.schedule = settings.schedule().starts();
        this.history = history;
        this.courses = courses;
        this.siteNotices = siteNotices;
        this.outbox = outbox;
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Reports the end of a run, however it ended. A run that found nothing due is not news. */
    public void ended(@Body Object body) {
        if (!(body instanceof RunSummary summary)
                || !(settings.mail().wanted() || settings.webhook().wanted())) {
            return;
        }
        try {
            Optional<RunRow> run = history.run(summary.runId());
            if (run.isPresent()
                    && (run.get().offered() > 0 || !run.get().state().equals("finished"))) {
                tell(RunNews.of(site(), rules.atRiskDays(), run.get(), history, courses.get(), siteNotices.get()));
            }
        } catch (RuntimeException failure) {
            LOG.error(
                    "Nobody could be notified of how run {} ended: {} The run and its archives are not affected.",
                    summary.runId(),
                    Reason.of(failure));
        }
    }

    private void tell(RunNews news) {
        if (rules.onlyTrouble() && !news.trouble()) {
            return;
        }
        NewsText text = new NewsText(news, settings.schedule().zone());
        put(text.subject(), text.text(), NewsJson.of(news, text.subject()));
    }

    /** Raises an alarm, once per planned start, if the scheduled run has not ended in time. */
    public void watch() {
        missed();
        Instant last = history.runs(20, 0).stream()
                .filter(run -> run.ended() != null && !run.state().equals("interrupted") && !run.missed())
                .findFirst()
                .map(RunRow::ended)
                .orElse(since);
        Optional<Instant> planned = schedule.next(last);
        if (rules.overdue().isZero()
                || planned.isEmpty()
                || clock.instant().isBefore(planned.get().plus(rules.overdue()))) {
            return;
        }
        String subject = "[OVERDUE] Course backup of " + site().replaceFirst("^https?://", "")
                + ": the run planned for "
                + planned.get().atZone(settings.schedule().zone()).toOffsetDateTime() + " has not ended";
        if (outbox.has(subject, planned.get())) {
            return;
        }
        LOG.error("{} after {} hours.", subject, rules.overdue().toHours());
        put(
                subject,
                subject + " after " + rules.overdue().toHours()
                        + " hours.\n\nCourses have no new archives since. See the"
                        + " program's log and 'status'; restarting the program ends a run that hangs.\n",
                NewsJson.alarm(site(), subject));
    }

    /** Tells of each night that was missed, once. */
    private void missed() {
        Instant week = clock.instant().minus(MISSED_IS_NEWS);
        for (RunRow run : history.runsSince(week)) {
            if (run.missed() && run.cause().equals("schedule")) {
                String subject = "[MISSED] Course backup of " + site().replaceFirst("^https?://", "")
                        + ": the run planned for "
                        + run.started().atZone(settings.schedule().zone()).toOffsetDateTime() + " did not happen";
                if (!outbox.has(subject, run.started())) {
                    put(
                            subject,
                            subject + ".\n\n" + run.reason() + "\n\nCourses that were due then are taken by the next"
                                    + " run.\n",
                            NewsJson.missed(site(), subject));
                }
            }
        }
    }

    /** Tells at once what reading old archives again has found. */
    public void damaged(@Body List<String> news) {
        if (news.isEmpty()) {
            return;
        }
        try {
            String subject = "[ARCHIVES] Course backup of " + site().replaceFirst("^https?://", "")
                    + ": reading old archives again found " + news.size();
            put(
                    subject,
                    news.stream()
                            .map(line -> NewsText.oneLine(line, 2000) + "\n")
                            .collect(Collectors.joining("\n")),
                    NewsJson.damaged(site(), subject, news));
        } catch (RuntimeException failure) {
            LOG.error("Nobody could be told of damaged archives: {} They are on the page.", Reason.of(failure));
        }
    }

    /** Raises an alarm after a restore drill that did not prove an archive restorable; it does so once for each. */
    public void drilled(@Body DrillAttempt attempt) {
        String name = history.course(attempt.courseId())
                .map(course -> " (" + NewsText.oneLine(course.name().shortname(), 100) + ")")
                .orElse("");
        String subject = (attempt.tried() ? "[NOT RESTORABLE] " : "[NO DRILL] ") + "Course backup of "
                + site().replaceFirst("^https?://", "")
                + (attempt.tried()
                        ? ": the archive of course " + attempt.courseId() + name
                                + " did not come back in a restore drill"
                        : ": no archive could be restored for a drill");
        Instant today = attempt.started().minus(Duration.ofHours(12));
        if (outbox.has(subject, today)) {
            return;
        }
        put(
                subject,
                subject + ".\n\n" + attempt.reason() + "\n\n"
                        + (attempt.tried()
                                ? "Archive: " + attempt.fileName() + ". The course's next archive is made as ever; look"
                                        + " at the course's page, make a new archive ('run --course "
                                        + attempt.courseId() + "'), and try again: 'drill " + attempt.courseId()
                                        + "'.\n"
                                : "The archives themselves are not affected. 'check' and 'drill COURSE' tell more.\n"),
                NewsJson.drilled(site(), subject, attempt));
    }

    /** The name by which sites are told apart. */
    private String site() {
        return settings.moodle().site().wwwroot();
    }

    private void put(String subject, String text, String json) {
        Instant now = clock.instant();
        if (settings.mail().wanted()) {
            outbox.add("mail", subject, text, now);
        }
        if (settings.webhook().wanted()) {
            outbox.add("webhook", subject, json, now);
        }
    }
}
