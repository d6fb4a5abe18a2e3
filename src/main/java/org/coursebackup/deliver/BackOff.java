package org.coursebackup.deliver;

import java.time.Duration;

/**
 * When a failed delivery is tried again: the pause doubles each time up to the longest; once the patience is over the
 * delivery is given up.
 *
 * @param first pause after the first failure
 * @param longest the longest pause
 * @param patience time since the delivery was created after which it is given up
 */
public record BackOff(Duration first, Duration longest, Duration patience) {
    /** @param attempts failed attempts so far, at least 1 */
    public Duration pauseAfter(int attempts) {
        Duration pause = first;
        for (int i = 1; i < attempts && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** @param age age of the delivery */
    public boolean giveUp(Duration age) {
        return age.compareTo(patience) >= 0;
    }
}
