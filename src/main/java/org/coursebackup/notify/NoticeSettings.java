package org.coursebackup.notify;

import java.time.Duration;
import java.time.ZoneId;

import org.coursebackup.settings.Settings;

/**
 * Who is told what.
 *
 * @param site the site's address, so that two sites can be told apart
 * @param zone for times in mails
 * @param mail whether mails are sent
 * @param webhook whether a webhook is called
 * @param onlyTrouble whether runs in which all went well are left out
 * @param riskDays a course without a good archive for so many days is at risk; 0: nobody is told
 * @param overdue a run that has not ended so long after its planned start is an alarm; zero: no alarm
 */
record NoticeSettings(
        String site, ZoneId zone, boolean mail, boolean webhook, boolean onlyTrouble, int riskDays, Duration overdue) {
    static NoticeSettings of(Settings settings) {
        return new NoticeSettings(
                settings.text("moodle.wwwroot"),
                settings.zone(),
                !settings.text("mail.to").isEmpty(),
                !settings.text("webhook.url").isEmpty(),
                settings.text("notify.when").equals("trouble"),
                settings.number("notify.at-risk-days"),
                Duration.ofHours(settings.number("notify.overdue-hours")));
    }
}
