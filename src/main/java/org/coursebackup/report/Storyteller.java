package org.coursebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.coursebackup.history.Cause;
import org.coursebackup.history.Nights.Unbroken;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures.Ages;
import org.coursebackup.language.Code;
import org.coursebackup.language.English;
import org.coursebackup.language.Text;
import org.coursebackup.schedule.NextStart;

/**
 * Sums a site up in one sentence. What is worst comes first; the sentence is only good if nothing is wrong and nothing
 * is unknown.
 *
 * @param causes why courses fail or lack something, those that let courses fail first
 * @param older number of courses whose newest good archive is too old
 * @param oldDays from how many days on an archive is too old; 0: none is
 * @param unexplained courses with status error or warning of which the history has no reason
 */
record Storyteller(
        SiteView site,
        List<Cause> causes,
        long older,
        int oldDays,
        long unexplained,
        Optional<Unbroken> unbroken,
        Outlook outlook) {
    private static final int SOON_DAYS = 14;

    Story tell(LocalDate today) {
        Story story = troubles();
        if (story == null) {
            story = failures();
        }
        if (story == null) {
            story = gaps();
        }
        if (story == null) {
            story = dangers(today);
        }
        return story == null ? allWell() : story;
    }

    private Story troubles() {
        if (!site.trouble().isEmpty()) {
            return story(
                    Story.BAD,
                    Text.of(
                            "story.trouble",
                            new English(site.trouble().get(0)),
                            site.trouble().size() - 1),
                    "/health/ready",
                    null);
        }
        if (!site.stopped().isEmpty()) {
            return new Story(
                    Story.BAD,
                    Text.of("story.stopped", new Code(String.join(", ", site.stopped()))),
                    Text.of("story.stopped.remedy"),
                    "/routes",
                    null);
        }
        RunRow last = site.last();
        if (last != null && last.missed()) {
            return ofRun("story.missed", last);
        }
        if (last != null && last.state().equals("failed")) {
            return ofRun("story.run-failed", last);
        }
        return null;
    }

    private static Story ofRun(String key, RunRow run) {
        Text reason = run.reason() == null ? Text.of("story.no-reason") : Text.english(run.reason());
        return story(Story.BAD, Text.of(key, reason), "/runs/" + run.id(), run.started());
    }

    private Story failures() {
        long failed = site.statuses().getOrDefault("0", 0L);
        if (failed == 0) {
            return null;
        }
        List<Cause> why = causes.stream().filter(Cause::failed).toList();
        if (why.isEmpty()) {
            return story(Story.BAD, Text.of("story.failed.unexplained", failed), "/courses?status=0", null);
        }
        Cause worst = why.get(0);
        English what = new English(worst.what());
        return new Story(
                Story.BAD,
                why.size() == 1 && worst.courses() >= failed
                        ? Text.of("story.failed.one-reason", failed, what)
                        : Text.of("story.failed.reasons", failed, worst.courses(), what),
                Text.english(worst.remedy()),
                "/causes",
                worst.firstSeen());
    }

    private Story gaps() {
        Ages ages = site.ages();
        if (ages.courses() == 0) {
            return story(Story.UNKNOWN, Text.of("story.no-course"), "/runs", null);
        }
        if (site.last() == null && site.running() == null) {
            return story(Story.UNKNOWN, Text.of("story.no-run", ages.courses()), "/courses", null);
        }
        if (site.readings().damaged() > 0) {
            return new Story(
                    Story.BAD,
                    Text.of("story.damaged", site.readings().damaged()),
                    Text.of("story.damaged.remedy"),
                    "/courses",
                    null);
        }
        if (ages.none() > 0) {
            return story(
                    Story.WARNING,
                    Text.of(site.running() == null ? "story.none" : "story.none-yet", ages.none()),
                    "/courses?age=none",
                    null);
        }
        if (older > 0) {
            return story(Story.WARNING, Text.of("story.older", older, oldDays), "/courses", null);
        }
        return null;
    }

    private Story dangers(LocalDate today) {
        long warned = site.statuses().getOrDefault("4", 0L);
        if (warned > 0) {
            Optional<Cause> worst =
                    causes.stream().filter(cause -> !cause.failed()).findFirst();
            return new Story(
                    Story.WARNING,
                    worst.map(cause -> Text.of("story.lacking.because", warned, new English(cause.what())))
                            .orElse(Text.of("story.lacking", warned)),
                    Text.english(worst.map(Cause::remedy).orElse("")),
                    worst.isPresent() ? "/causes" : "/courses?status=4",
                    worst.map(Cause::firstSeen).orElse(null));
        }
        if (outlook.full() != null && outlook.full().isBefore(today.plusDays(SOON_DAYS))) {
            return new Story(
                    Story.WARNING, Text.of("story.full"), Text.of("story.full.remedy", new Code("keep.*")), "/", null);
        }
        if (site.nextStart().equals(NextStart.NEVER)) {
            return new Story(
                    Story.WARNING,
                    Text.of("story.no-start"),
                    Text.of("story.no-start.remedy", new Code("schedule.cron")),
                    "/runs",
                    null);
        }
        if (unexplained > 0) {
            return story(Story.UNKNOWN, Text.of("story.unexplained", unexplained), "/courses", null);
        }
        return null;
    }

    private Story allWell() {
        Ages ages = site.ages();
        long with = ages.courses() - ages.skipped();
        Instant since = unbroken.map(Unbroken::since).orElse(null);
        if (with == 0) {
            return story(Story.WARNING, Text.of("story.all-skipped"), "/courses", since);
        }
        Text age = age(ages, with);
        return story(
                Story.GOOD,
                ages.skipped() == 0
                        ? Text.of("story.well", with, age)
                        : Text.of("story.well.skipped", with, age, ages.skipped()),
                "/courses",
                since);
    }

    private Text age(Ages ages, long with) {
        if (ages.day() == with) {
            return Text.of("story.age.day");
        }
        if (ages.day() + ages.week() == with) {
            return Text.of("story.age.week");
        }
        return ages.older() == 0
                ? Text.of("story.age.month")
                : Text.of(
                        "story.age.days",
                        ages.oldestAge(site.now()).orElse(Duration.ZERO).toDays() + 1);
    }

    /** With nothing to do. */
    private static Story story(String level, Text sentence, String link, Instant since) {
        return new Story(level, sentence, Story.NOTHING, link, since);
    }
}
