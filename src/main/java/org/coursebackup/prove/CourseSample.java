package org.coursebackup.prove;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A few courses that together cover every component.
 *
 * @param courses in the order in which they were chosen, the one with most components first
 * @param left components not covered because the number of courses was too small
 */
public record CourseSample(List<Long> courses, Set<String> left) {

    /**
     * Repeatedly takes the course that has most of the components still wanted, the one with fewest components among
     * equals; once all are covered, starts over with the remaining courses.
     *
     * @param most number of courses; 0 for as many as it takes to have every component once
     * @param wanted components that matter first; the others matter only afterwards
     */
    public static CourseSample of(Map<Long, Set<String>> components, Set<String> wanted, int most) {
        Map<Long, Set<String>> rest = new TreeMap<>(components);
        List<Long> chosen = new ArrayList<>();
        Set<String> open = new TreeSet<>();
        rest.values().forEach(open::addAll);
        open.retainAll(wanted);
        Set<String> left = open;
        while (!rest.isEmpty() && (most == 0 ? !open.isEmpty() : chosen.size() < most)) {
            if (open.isEmpty()) {
                open = all(rest);
            }
            long best = best(rest, open);
            chosen.add(best);
            open.removeAll(rest.remove(best));
        }
        return new CourseSample(List.copyOf(chosen), Set.copyOf(left));
    }

    private static Set<String> all(Map<Long, Set<String>> courses) {
        Set<String> all = new TreeSet<>();
        courses.values().forEach(all::addAll);
        return all;
    }

    private static long best(Map<Long, Set<String>> courses, Set<String> open) {
        long best = 0;
        int most = -1;
        int size = 0;
        for (Map.Entry<Long, Set<String>> course : courses.entrySet()) {
            Set<String> common = new HashSet<>(course.getValue());
            common.retainAll(open);
            if (common.size() > most
                    || common.size() == most && course.getValue().size() < size) {
                best = course.getKey();
                most = common.size();
                size = course.getValue().size();
            }
        }
        return best;
    }
}
