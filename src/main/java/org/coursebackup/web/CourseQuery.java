package org.coursebackup.web;

import java.time.Instant;

import org.coursebackup.history.CourseFilter;
import org.coursebackup.history.CourseList.Query;
import org.coursebackup.history.CourseList.Sort;

/** Reads from a request's parameters what the list of courses is to show. */
final class CourseQuery {
    private CourseQuery() {}

    /** What a request asks for by the parameters search, status, age, cause, sort and order. */
    static Query of(Request request, Instant now) {
        Sort sort = Sort.WORST;
        for (Sort known : Sort.values()) {
            if (known.name().equalsIgnoreCase(request.parameter("sort", ""))) {
                sort = known;
            }
        }
        String status = request.parameter("status", "");
        String search = request.parameter("search", "");
        String age = request.parameter("age", "");
        String cause = request.parameter("cause", "");
        return new Query(
                new CourseFilter(
                        search.length() > 200 ? search.substring(0, 200) : search,
                        status.matches("\\d") ? status : "",
                        CourseFilter.AGES.contains(age) ? age : "",
                        cause.matches("[0-9a-f]{1,40}") ? cause : "",
                        now),
                sort,
                request.parameter("order", "").equals("desc"));
    }
}
