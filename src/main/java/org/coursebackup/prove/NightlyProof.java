package org.coursebackup.prove;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import org.apache.camel.Body;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.compare.Comparison;
import org.coursebackup.compare.ComponentVerdict;
import org.coursebackup.course.Reason;
import org.coursebackup.run.RestOfNight;

/**
 * The bean {@code nightlyProof} of the routes: after the run of a night has ended, compares a few courses with Moodle's
 * own archives of them, one after the other, and gives way to whatever run begins. Never fails.
 */
public final class NightlyProof {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyProof.class);

    /** How long after the end of the night's run a comparison may still begin. */
    public static final Duration LATEST = Duration.ofHours(4);

    /** A course whose archive takes us longer is left to the command, since a run has to wait for us to be through. */
    private static final Duration SLOW = Duration.ofMinutes(2);

    /** Compares one course. */
    @FunctionalInterface
    public interface Prover {
        /** @param giveWay whether it has to end now, by a {@link ProofException} */
        Comparison prove(long courseId, BooleanSupplier giveWay) throws Exception;
    }

    private final int most;
    private final RestOfNight rest;
    private final Proofs proofs;
    private final SiteComponents site;
    private final Prover prover;
    private final Clock clock;
    private volatile Instant through;

    /** @param most courses a night */
    public NightlyProof(int most, RestOfNight rest, Proofs proofs, SiteComponents site, Prover prover, Clock clock) {
        this.most = most;
        this.rest = rest;
        this.proofs = proofs;
        this.site = site;
        this.prover = prover;
        this.clock = clock;
    }

    /** What is to be compared now; empty unless the night's run has ended and the night is not through yet. */
    public List<Long> courses() {
        try {
            Instant now = clock.instant();
            Optional<Instant> night = rest.at(now);
            if (night.isEmpty() || night.get().equals(through)) {
                return List.of();
            }
            List<Long> chosen = choose(most - proofs.triedSince(night.get()), now);
            if (chosen.isEmpty()) {
                through = night.get();
            }
            return chosen;
        } catch (RuntimeException failure) {
            LOG.warn("No courses could be chosen for tonight's comparisons: {}", Reason.of(failure));
            return List.of();
        }
    }

    private List<Long> choose(int left, Instant now) {
        if (left < 1) {
            return List.of();
        }
        Map<Long, Set<String>> components = site.byCourse();
        proofs.components(components);
        components.keySet().removeAll(proofs.coursesSlowerThan(SLOW));
        Set<String> open = proofs.of(site.versions()).stream()
                .filter(proof -> proof.made() == null)
                .map(ComponentProof::component)
                .collect(Collectors.toCollection(TreeSet::new));
        return NightlySample.of(components, open, proofs.lastAttempts(), left, now);
    }

    /** Compares one course, unless a run is in progress. */
    public void prove(@Body long courseId) {
        rest.between(giveWay -> compare(courseId, giveWay));
    }

    private void compare(long courseId, BooleanSupplier giveWay) {
        Instant started = clock.instant();
        try {
            Comparison comparison = prover.prove(courseId, giveWay);
            proofs.record(courseId, comparison, site.of(courseId), site.versions(), clock.instant());
            if (comparison.equal()) {
                LOG.info("Course {}: equal to Moodle's own archive: {}", courseId, comparison.figures());
                note(courseId, started, "equal", null);
            } else {
                String what = differences(comparison);
                LOG.warn(
                        "Course {}: NOT EQUAL to Moodle's own archive: {} Run 'prove --course {}' to see more.",
                        courseId,
                        what,
                        courseId);
                note(courseId, started, "differs", what);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            if (giveWay.getAsBoolean()) {
                LOG.info("Course {}: the comparison with Moodle's own archive gave way to a run.", courseId);
                return;
            }
            String why = failure instanceof ProofException ? failure.getMessage() : Reason.of(failure);
            LOG.warn("Course {}: could not be compared with Moodle's own archive: {}", courseId, why);
            note(courseId, started, "failed", why);
        }
    }

    private static String differences(Comparison comparison) {
        return comparison.components().stream()
                .filter(verdict -> !verdict.equal())
                .map(NightlyProof::difference)
                .collect(Collectors.joining(" "));
    }

    private static String difference(ComponentVerdict verdict) {
        return verdict.component() + ": " + verdict.differences().get(0)
                + (verdict.count() > 1 ? " and " + (verdict.count() - 1) + " more." : ".");
    }

    private void note(long courseId, Instant started, String result, String reason) {
        proofs.attempted(new ProofAttempt(courseId, started, clock.instant(), Proofs.NIGHT, result, reason));
    }
}
