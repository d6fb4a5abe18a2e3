package org.coursebackup.retention;

/**
 * Which archives of a course stay. 0 switches a rule off.
 *
 * @param last {@code keep.last}: this many of the newest (Moodle's backup_auto_max_kept)
 * @param days {@code keep.days}: those not older than this many days (Moodle's backup_auto_delete_days); together with
 *     {@code last} an archive must satisfy both, as in Moodle
 * @param minimum {@code keep.minimum}: this many of the newest stay whatever their age (Moodle's backup_auto_min_kept);
 *     as in Moodle it does not override {@code last}
 * @param daily {@code keep.daily}: the newest of each day, for this many of the latest days that have one; weekly,
 *     monthly and yearly likewise; in addition to the rules above
 */
public record RetentionSettings(int last, int days, int minimum, int daily, int weekly, int monthly, int yearly) {

    /** @throws IllegalArgumentException if a number is negative */
    public RetentionSettings {
        if (last < 0 || days < 0 || minimum < 0 || daily < 0 || weekly < 0 || monthly < 0 || yearly < 0) {
            throw new IllegalArgumentException(
                    "A number of archives or days to keep can't be negative; 0 means: no such rule.");
        }
    }

    /** Moodle's three settings. */
    public static RetentionSettings moodle(int maxKept, int deleteDays, int minKept) {
        return new RetentionSettings(maxKept, deleteDays, minKept, 0, 0, 0, 0);
    }

    /** Whether there is no rule at all, so that everything stays. */
    public boolean keepsAll() {
        return last == 0 && days == 0 && !hasPeriods();
    }

    boolean hasPeriods() {
        return daily + weekly + monthly + yearly > 0;
    }
}
