package org.coursebackup.settings;

import java.time.Duration;

/**
 * Whether archives share the contents of files with earlier ones, and what of them is read back: {@code store.*}.
 *
 * @param share {@code store.share}: whether they do, where the file system can
 * @param all {@code store.verify}: whether all of an archive is read back, also what it shares
 * @param cycle {@code verify.cycle-days}: what is shared is relied on for as long as that after it was read
 */
public record StoreSettings(boolean share, boolean all, Duration cycle) {
    static StoreSettings of(Values values) {
        return new StoreSettings(values.get(Keys.SHARE), values.get(Keys.READ_ALL), values.get(Keys.READ_BACK_AFTER));
    }
}
