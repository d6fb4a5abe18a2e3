package org.coursebackup.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Warnings that differ only in ids, names and amounts, such as one for each of a course's missing files.
 *
 * @param message the warning; of several, with "…" for what differs
 * @param warnings all of them
 */
public record WarningGroup(String message, List<String> warnings) {
    private static final CourseName NAMELESS = new CourseName(0, "", "");

    /** In the order of the first of each group. */
    public static List<WarningGroup> of(List<String> warnings) {
        Map<CausePattern, List<String>> groups = new LinkedHashMap<>();
        warnings.forEach(
                warning -> groups.computeIfAbsent(CausePattern.of(warning, NAMELESS), pattern -> new ArrayList<>())
                        .add(warning));
        List<WarningGroup> all = new ArrayList<>();
        groups.forEach(
                (pattern, same) -> all.add(new WarningGroup(same.size() == 1 ? same.get(0) : pattern.message(), same)));
        return all;
    }
}
