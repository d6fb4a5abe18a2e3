package org.coursebackup.report;

import java.time.Instant;
import java.util.List;

import org.coursebackup.drill.DrillAttempt;
import org.coursebackup.prove.ProofAttempt;

/**
 * What is proven equal to Moodle's own archives on this site, and what restore drills came to.
 *
 * @param components what differs first, then what was never proven
 * @param latest the latest comparisons, newest first
 * @param drills the latest restore drills, newest first
 */
public record ProofView(List<Component> components, List<ProofAttempt> latest, List<DrillAttempt> drills) {
    /**
     * A component in the version that the site has.
     *
     * @param verdict {@code differs}, {@code unproven} or {@code proven}
     * @param courses in how many courses it is equal
     * @param made when it was compared last, null for never
     * @param differing a course in which it differs, 0 for none
     * @param difference the first difference in that course, null for none
     */
    public record Component(
            String component,
            String version,
            String verdict,
            int courses,
            Instant made,
            long differing,
            String difference) {}
}
