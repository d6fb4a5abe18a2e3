package org.coursebackup.settings;

import java.time.Duration;

/**
 * What people are told at the end of a run: {@code notify.*}.
 *
 * @param onlyTrouble whether runs in which everything went well are left out
 * @param atRiskDays a course without a good archive for this many days is at risk; 0: nobody is told
 * @param overdue a run that has not ended this long after its planned start raises an alarm; zero: no alarm
 */
public record NoticeSettings(boolean onlyTrouble, int atRiskDays, Duration overdue) {
    static NoticeSettings of(Values values) {
        return new NoticeSettings(
                values.get(Keys.ONLY_TROUBLE), values.get(Keys.AT_RISK_DAYS), values.get(Keys.OVERDUE));
    }
}
