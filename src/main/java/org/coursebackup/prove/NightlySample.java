package org.coursebackup.prove;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A few courses for one night: those first that have what was never compared, then those compared longest ago. */
final class NightlySample {
    /**
     * A course is not compared again before that is over, unless it has something new: one that was equal had
     * everything in it proven, one that was not would only say the same again.
     */
    private static final Duration AGAIN = Duration.ofDays(7);

    private NightlySample() {}

    /**
     * @param components what each course has
     * @param open components that were never compared in the version that the site has
     * @param last what became of each course's latest comparison
     */
    static List<Long> of(
            Map<Long, Set<String>> components, Set<String> open, Map<Long, ProofAttempt> last, int most, Instant now) {
        Instant before = now.minus(AGAIN);
        Map<Long, Set<String>> telling = new TreeMap<>(components);
        telling.keySet()
                .removeIf(course -> last.containsKey(course)
                        && last.get(course).started().isAfter(before)
                        && !last.get(course).result().equals("equal"));
        List<Long> chosen = new ArrayList<>(CourseSample.of(telling, open, 0).courses());
        new TreeMap<>(components)
                .keySet().stream()
                        .filter(course -> !chosen.contains(course)
                                && !started(last, course).isAfter(before))
                        .sorted(Comparator.comparing(course -> started(last, course)))
                        .limit(Math.max(0, most - chosen.size()))
                        .forEach(chosen::add);
        return List.copyOf(chosen.subList(0, Math.min(most, chosen.size())));
    }

    private static Instant started(Map<Long, ProofAttempt> last, long course) {
        return last.containsKey(course) ? last.get(course).started() : Instant.EPOCH;
    }
}
