package org.coursebackup.web;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import org.coursebackup.history.CourseFilter;
import org.coursebackup.history.CourseList.Query;
import org.coursebackup.history.CourseList.Sort;

/** Reads from a request's parameters what the list of courses is to show. */
final class CourseQuery {
    private CourseQuery() {}

    /**
     * What a request asks for by the parameters search, status, age, cause, category, component, unproven, excluded,
     * sort and order.
     *
     * @param unproven gives the components that are not proven on this site, if they are asked for
     */
    static Query of(Request request, Supplier<List<String>> unproven, Instant now) {
        Sort sort = Sort.WORST;
        for (Sort known : Sort.values()) {
            if (known.name().equalsIgnoreCase(request.parameter("sort", ""))) {
                sort = known;
            }
        }
        String status = request.parameter("status", "");
        String search = request.parameter("search", "");
        String age = request.parameter("age", "");
        String component = request.parameter("component", "");
        String cause = request.parameter("cause", "");
        return new Query(
                new CourseFilter(
                        search.length() > 200 ? search.substring(0, 200) : search,
                        status.matches("\\d") ? status : "",
                        CourseFilter.AGES.contains(age) ? age : "",
                        cause.matches("[0-9a-f]{1,40}") ? cause : "",
                        request.number("category", 0, 0, Integer.MAX_VALUE),
                        component.matches("\\w{1,100}") ? component : "",
                        request.parameter("unproven", "").equals("1") ? some(unproven.get()) : List.of(),
                        request.parameter("excluded", "").equals("1"),
                        now),
                sort,
                request.parameter("order", "").equals("desc"));
    }

    /** If all are proven, no course has one that is not. */
    private static List<String> some(List<String> unproven) {
        return unproven.isEmpty() ? List.of("none") : unproven;
    }
}
