package org.coursebackup.settings;

import java.time.Duration;

/**
 * When a course needs no new archive, since it would hold what the newest good one holds.
 *
 * @param wanted {@code skip.unchanged}: whether that is found out at all
 * @param strict whether incidental fields count, too, such as when a user last logged in ({@code strict})
 * @param readBackAfter {@code verify.cycle-days}: an archive that stays is read back completely again after that long
 */
public record UnchangedSettings(boolean wanted, boolean strict, Duration readBackAfter) {
    static UnchangedSettings of(Values values) {
        String wanted = values.get(Keys.UNCHANGED);
        return new UnchangedSettings(
                !wanted.equals("false"), wanted.equals("strict"), values.get(Keys.READ_BACK_AFTER));
    }
}
