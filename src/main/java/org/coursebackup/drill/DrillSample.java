package org.coursebackup.drill;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** The courses whose archives are restored next: those never drilled first, then those drilled longest ago. */
final class DrillSample {
    private DrillSample() {}

    /**
     * @param last when each course was last drilled; null for never
     * @param seed decides among those of equal age, so that not always the oldest courses come first
     */
    static List<Long> of(Map<Long, Instant> last, int most, long seed) {
        List<Long> courses = new ArrayList<>(last.keySet());
        Collections.sort(courses);
        Collections.shuffle(courses, new Random(seed));
        courses.sort(Comparator.comparing(course -> Objects.requireNonNullElse(last.get(course), Instant.EPOCH)));
        return List.copyOf(courses.subList(0, Math.min(Math.max(0, most), courses.size())));
    }
}
