package org.coursebackup.settings;

import org.coursebackup.retention.RetentionSettings;

/** The keys of the rules that say which archives of a course stay in one place. */
record KeepKeys(
        Key<Integer> last,
        Key<Integer> days,
        Key<Integer> minimum,
        Key<Integer> daily,
        Key<Integer> weekly,
        Key<Integer> monthly,
        Key<Integer> yearly) {
    RetentionSettings settings(Values values) {
        return new RetentionSettings(
                values.get(last),
                values.get(days),
                values.get(minimum),
                values.get(daily),
                values.get(weekly),
                values.get(monthly),
                values.get(yearly));
    }
}
