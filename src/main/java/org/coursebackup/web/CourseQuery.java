package org.coursebackup.web;

import org.coursebackup.history.CourseList.Query;
import org.coursebackup.history.CourseList.Sort;

/** Reads from a request's parameters what the list of courses is to show. */
final class CourseQuery {
    private CourseQuery() {}

    /** What a request asks for by the parameters search, status, sort and order. */
    static Query of(Request request) {
        Sort sort = Sort.WORST;
        for (Sort known : Sort.values()) {
            if (known.name().equalsIgnoreCase(request.parameter("sort", ""))) {
                sort = known;
            }
        }
        String status = request.parameter("status", "");
        String search = request.parameter("search", "");
        return new Query(
                search.length() > 200 ? search.substring(0, 200) : search,
                status.matches("\\d") ? status : "",
                sort,
                request.parameter("order", "").equals("desc"));
    }
}
