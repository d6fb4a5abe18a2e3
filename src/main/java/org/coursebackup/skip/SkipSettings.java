package org.coursebackup.skip;

/**
 * Which courses need no backup. Zero days and {@code false} switch a rule off.
 *
 * @param hiddenUnmodifiedDays {@code skip.hidden-unmodified-days}: hidden and not modified for this many days, whether
 *     or not it was ever backed up (the rule of 2008)
 * @param hidden {@code skip.hidden}: every hidden course (Moodle's backup_auto_skip_hidden)
 * @param unmodifiedDays {@code skip.unmodified-days}: not modified for this many days and with a good archive (Moodle's
 *     backup_auto_skip_modif_days)
 * @param unmodifiedSinceBackup {@code skip.unmodified-since-backup}: not modified since its last good backup started
 *     (Moodle's backup_auto_skip_modif_prev)
 */
public record SkipSettings(
        int hiddenUnmodifiedDays, boolean hidden, int unmodifiedDays, boolean unmodifiedSinceBackup) {

    /** @throws IllegalArgumentException if a number of days is negative */
    public SkipSettings {
        if (hiddenUnmodifiedDays < 0 || unmodifiedDays < 0) {
            throw new IllegalArgumentException("A number of days can't be negative; 0 switches the rule off.");
        }
    }

    /** No rules: every due course is backed up. */
    public static SkipSettings none() {
        return new SkipSettings(0, false, 0, false);
    }
}
