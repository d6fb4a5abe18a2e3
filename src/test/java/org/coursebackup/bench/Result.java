package org.coursebackup.bench;

import java.util.List;

/**
 * What was measured of one site in one go.
 *
 * @param site what it is like, in words
 * @param amount how large, in its own unit
 * @param poolBytes bytes of its file pool
 * @param load of the machine for a minute before, without which no time means anything
 * @param nights the first with one worker, the first with two, the second with two
 */
record Result(String site, long amount, long poolBytes, double load, Limit limit, List<Cost> nights) {
    Cost oneWorker() {
        return nights.get(0);
    }

    Cost twoWorkers() {
        return nights.get(1);
    }

    Cost second() {
        return nights.get(2);
    }

    /** How many times the limit a night took. */
    double timesLimit(Cost night) {
        return Cost.seconds(night.took()) / Cost.seconds(limit.together());
    }
}
