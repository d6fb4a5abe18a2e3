package org.coursebackup.archive.site;

import java.math.BigDecimal;
import java.util.Map;

/**
 * The builds of Moodle whose archives were compared with Moodle's own and found equal: the newest of each branch.
 * Earlier ones of the branch are covered by build numbers ({@code since-version}), later ones may have something new.
 */
public enum ComparedBuilds {
    /** The build, or a later one of its branch, was compared. */
    COMPARED,
    /** Later than the newest of its branch that was compared. */
    LATER,
    /** Of a branch of which no build was compared. */
    UNKNOWN;

    /** By branch; a new one is added here after its references were compared. */
    private static final Map<Integer, BigDecimal> NEWEST = Map.of(
            401, new BigDecimal("2022112811"),
            404, new BigDecimal("2024042212.01"),
            405, new BigDecimal("2024100706"),
            500, new BigDecimal("2025041406.11"),
            501, new BigDecimal("2025100600.02"));

    /**
     * @param branch 405 for 4.5
     * @param build {@code $CFG->version}
     */
    public static ComparedBuilds of(int branch, BigDecimal build) {
        BigDecimal newest = NEWEST.get(branch);
        return newest == null ? UNKNOWN : build.compareTo(newest) <= 0 ? COMPARED : LATER;
    }

    /** The newest build of a branch that was compared; null for none. */
    public static BigDecimal newest(int branch) {
        return NEWEST.get(branch);
    }
}
