package org.coursebackup.prove;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known about a component in the version installed on the site.
 *
 * @param version of the component
 * @param courses number of courses in which our archive equals Moodle's own as far as this component is concerned
 * @param differing a course in which it does not, 0 for none
 * @param difference the first of that course's differences, null for none
 * @param made when the newest comparison was made, null for none
 */
public record ComponentProof(
        String component, String version, int courses, long differing, String difference, Instant made) {
    /** Equal in at least one course and different in none. */
    public boolean proven() {
        return courses > 0 && differing == 0;
    }

    /** {@code proven}, {@code differs} or {@code unproven}. */
    public String verdict() {
        return differing > 0 ? "differs" : courses > 0 ? "proven" : "unproven";
    }

    /** What people have to know of components that differ; nothing when none does. */
    public static Optional<String> notice(List<ComponentProof> proofs) {
        List<ComponentProof> differing =
                proofs.stream().filter(proof -> proof.differing > 0).toList();
        return differing.isEmpty()
                ? Optional.empty()
                : Optional.of("Archives differ from Moodle's own in "
                        + Few.of(differing.stream()
                                .map(proof ->
                                        proof.component + " " + proof.version + " (course " + proof.differing + ")")
                                .toList())
                        + ": " + differing.get(0).difference + ". Run 'describe', then 'prove --course "
                        + differing.get(0).differing + "'.");
    }
}
