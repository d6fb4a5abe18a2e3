package org.coursebackup.settings;

import java.time.Duration;

/**
 * How a run works.
 *
 * @param workers {@code backup.workers}: courses archived at the same time
 * @param shutdownWait {@code shutdown.wait-seconds}: how long courses being worked on may go on when the program is
 *     stopped
 * @param troubleWait {@code run.wait-minutes}: how long a run waits for what all courses need
 */
public record RunSettings(int workers, Duration shutdownWait, Duration troubleWait) {
    static RunSettings of(Values values) {
        return new RunSettings(values.get(Keys.WORKERS), values.get(Keys.SHUTDOWN_WAIT), values.get(Keys.TROUBLE_WAIT));
    }
}
