package org.coursebackup.settings;

import java.time.Duration;

/**
 * How often archives that stay are read back again: {@code verify.*}.
 *
 * @param sample {@code verify.sample}: a number of archives a night, or {@value #CYCLE}
 * @param cycle {@code verify.cycle-days}: each is to be read at least that often
 */
public record VerifySettings(String sample, Duration cycle) {
    private static final String CYCLE = "cycle";

    static VerifySettings of(Values values) {
        return new VerifySettings(values.get(Keys.REREAD), values.get(Keys.READ_BACK_AFTER));
    }

    /** Whether as many are read each night as keep the cycle. */
    public boolean wholeCycle() {
        return sample.equals(CYCLE);
    }

    /** How many are read each night, unless the cycle decides. */
    public int perNight() {
        return wholeCycle() ? Integer.MAX_VALUE : Integer.parseInt(sample);
    }
}
