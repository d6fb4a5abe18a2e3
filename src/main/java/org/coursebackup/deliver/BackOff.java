package org.coursebackup.deliver;

import java.time.Duration;

/**
 * When a failed delivery is tried again: the pause doubles each time up to the longest; after the last moment it is
 * given up.
 *
 * @param first pause after the first failure
 * @param longest no pause is longer
 * @param patience since the delivery was created
 */
public record BackOff(Duration first, Duration longest, Duration patience) {
    /** @param attempts failed so far, at least 1 */
    public Duration pauseAfter(int attempts) {
        Duration pause = first;
        for (int i = 1; i < attempts && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** @param age of the delivery, in seconds */
    public boolean giveUp(long age) {
        return age >= patience.toSeconds();
    }
}
