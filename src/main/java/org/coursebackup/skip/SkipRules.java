package org.coursebackup.skip;

import java.time.Duration;
import java.time.Instant;

/**
 * The skip rules, in Moodle's order; the first that says 'skip' wins. Reads nothing but the facts and, when a rule
 * needs it, the log.
 *
 * <p>'Modified' means what it means to Moodle 4's automated backup (backup_cron_automated_helper): the course row was
 * saved after the moment, or the log has a later entry of the course, by whomever, that is not read access: a new post,
 * a grade or an enrolment is a change; the event 'course backup created' is not. A change exactly at the moment does
 * not count.
 *
 * <p>Moodle's two 'unmodified' rules require that the last attempt succeeded; the rules for hidden courses don't.
 * Unlike Moodle's, ours also require a good archive in the history and compare with its start: a skip or a reset status
 * does not prove that there is an archive.
 */
public final class SkipRules {
    private final SkipSettings settings;

    public SkipRules(SkipSettings settings) {
        this.settings = settings;
    }

    /**
     * Decides for one due course.
     *
     * @param goodSince start of the newest good archive; the epoch if there is none
     */
    public SkipDecision decide(CourseFacts course, Instant goodSince, CourseChanges log, Instant now) {
        Changes changes = new Changes(course, log);
        if (settings.hidden() && !course.visible()) {
            return SkipDecision.skipBecause("hidden");
        }
        if (settings.hiddenUnmodifiedDays() > 0
                && !course.visible()
                && !changes.since(daysBefore(now, settings.hiddenUnmodifiedDays()))) {
            return SkipDecision.skipBecause(
                    "hidden and not modified in the last " + days(settings.hiddenUnmodifiedDays()));
        }
        boolean hasGoodArchive = course.lastAttemptSucceeded() && goodSince.isAfter(Instant.EPOCH);
        if (settings.unmodifiedDays() > 0
                && hasGoodArchive
                && !changes.since(daysBefore(now, settings.unmodifiedDays()))) {
            return SkipDecision.skipBecause("not modified in the last " + days(settings.unmodifiedDays()));
        }
        if (settings.unmodifiedSinceBackup() && hasGoodArchive && !changes.since(goodSince)) {
            return SkipDecision.skipBecause("not modified since its last good backup");
        }
        return SkipDecision.backUpBecause(whyNot(course, hasGoodArchive));
    }

    private String whyNot(CourseFacts course, boolean hasGoodArchive) {
        if (settings.equals(SkipSettings.none())) {
            return "no skip rule is on";
        }
        boolean needsSuccess = settings.unmodifiedDays() > 0 || settings.unmodifiedSinceBackup();
        if (needsSuccess && !hasGoodArchive) {
            return "its last attempt left no good archive";
        }
        if (!course.visible() && settings.hiddenUnmodifiedDays() > 0) {
            return "hidden, but modified in the last " + days(settings.hiddenUnmodifiedDays());
        }
        return needsSuccess ? "modified" : "visible";
    }

    private static Instant daysBefore(Instant now, int days) {
        return now.minus(Duration.ofDays(days));
    }

    private static String days(int days) {
        return days == 1 ? "day" : days + " days";
    }

    private record Changes(CourseFacts course, CourseChanges log) {
        boolean since(Instant moment) {
            return course.timeModified().isAfter(moment) || log.changedSince(course.courseId(), moment);
        }
    }
}
