package org.coursebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.coursebackup.history.Cause;
import org.coursebackup.history.Nights.Unbroken;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures.Ages;
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
            return new Story(
                    Story.BAD,
                    "No run can work at present: " + site.trouble().get(0)
                            + (site.trouble().size() > 1
                                    ? " And " + (site.trouble().size() - 1) + " more."
                                    : ""),
                    "",
                    "/health/ready",
                    null);
        }
        if (!site.stopped().isEmpty()) {
            return new Story(
                    Story.BAD,
                    "Runs wait, since somebody stopped the route " + String.join(", ", site.stopped()) + ".",
                    "Start it again, by JMX where it was stopped, or restart the program.",
                    "/routes",
                    null);
        }
        RunRow last = site.last();
        if (last != null && last.missed()) {
            return new Story(
                    Story.BAD,
                    "The last run did not take place: " + reason(last),
                    "",
                    "/runs/" + last.id(),
                    last.started());
        }
        if (last != null && last.state().equals("failed")) {
            return new Story(
                    Story.BAD, "The last run failed: " + reason(last), "", "/runs/" + last.id(), last.started());
        }
        return null;
    }

    private static String reason(RunRow run) {
        return run.reason() == null ? "no reason was recorded." : run.reason();
    }

    private Story failures() {
        long failed = site.statuses().getOrDefault("0", 0L);
        if (failed == 0) {
            return null;
        }
        List<Cause> why = causes.stream().filter(Cause::failed).toList();
        if (why.isEmpty()) {
            return new Story(
                    Story.BAD,
                    courses(failed) + " failed, for reasons that are not known here.",
                    "",
                    "/courses?status=0",
                    null);
        }
        Cause worst = why.get(0);
        String sentence = why.size() == 1 && worst.courses() >= failed
                ? courses(failed) + (failed == 1 ? " fails: " : " fail for one reason: ") + worst.what()
                : courses(failed) + " fail, " + (worst.courses() == 1 ? "one" : number(worst.courses()))
                        + " of them because of this: " + worst.what();
        return new Story(Story.BAD, sentence, worst.remedy(), "/causes", worst.firstSeen());
    }

    private Story gaps() {
        Ages ages = site.ages();
        if (ages.courses() == 0) {
            return new Story(
                    Story.UNKNOWN, "No course is known yet; the list fills with the first run.", "", "/runs", null);
        }
        if (site.last() == null && site.running() == null) {
            return new Story(
                    Story.UNKNOWN,
                    "No run has ended yet, so nothing is known of " + courses(ages.courses()) + ".",
                    "",
                    "/courses",
                    null);
        }
        if (site.readings().damaged() > 0) {
            return new Story(
                    Story.BAD,
                    number(site.readings().damaged())
                            + (site.readings().damaged() == 1 ? " archive was" : " archives were")
                            + " found damaged, and there is no good copy.",
                    "The pages of their courses say what is wrong with them.",
                    "/courses",
                    null);
        }
        if (ages.none() > 0) {
            return new Story(
                    Story.WARNING,
                    courses(ages.none()) + (ages.none() == 1 ? " has" : " have") + " no archive"
                            + (site.running() == null ? "." : " yet; a run is in progress."),
                    "",
                    "/courses?age=none",
                    null);
        }
        if (older > 0) {
            return new Story(
                    Story.WARNING,
                    "The newest good archive of " + courses(older) + " is older than "
                            + (oldDays == 1 ? "a day." : oldDays + " days."),
                    "",
                    "/courses",
                    null);
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
                    "The archive" + (warned == 1 ? "" : "s") + " of " + courses(warned)
                            + (warned == 1 ? " lacks" : " lack") + " something"
                            + worst.map(cause -> ": " + cause.what()).orElse("."),
                    worst.map(Cause::remedy).orElse(""),
                    worst.isPresent() ? "/causes" : "/courses?status=4",
                    worst.map(Cause::firstSeen).orElse(null));
        }
        if (outlook.full() != null && outlook.full().isBefore(today.plusDays(SOON_DAYS))) {
            return new Story(
                    Story.WARNING,
                    "The disk for archives will be full within two weeks.",
                    "Make room, or keep fewer archives (keep.*).",
                    "/",
                    null);
        }
        if (site.nextStart().equals(NextStart.NEVER)) {
            return new Story(Story.WARNING, "No further run is planned.", "Check schedule.cron.", "/runs", null);
        }
        if (unexplained > 0) {
            return new Story(
                    Story.UNKNOWN,
                    "The status of " + courses(unexplained) + " has no reason that is known here.",
                    "",
                    "/courses",
                    null);
        }
        return null;
    }

    private Story allWell() {
        Ages ages = site.ages();
        long with = ages.courses() - ages.skipped();
        Duration oldest = ages.oldestAge(site.now()).orElse(Duration.ZERO);
        String age = ages.day() == with
                ? "younger than a day"
                : ages.day() + ages.week() == with
                        ? "younger than a week"
                        : ages.older() == 0 ? "younger than a month" : "at most " + (oldest.toDays() + 1) + " days old";
        String sentence = with == 0
                ? "Every course is left out on purpose: the skip rules say so."
                : (with == 1 ? "The course has" : "All " + courses(with) + " have") + " an archive " + age + ".";
        if (with > 0 && ages.skipped() > 0) {
            sentence += " " + courses(ages.skipped()) + " " + (ages.skipped() == 1 ? "is" : "are")
                    + " left out on purpose.";
        }
        Instant since = unbroken.map(Unbroken::since).orElse(null);
        return new Story(with == 0 ? Story.WARNING : Story.GOOD, sentence, "", "/courses", since);
    }

    private static String courses(long count) {
        return number(count) + (count == 1 ? " course" : " courses");
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
