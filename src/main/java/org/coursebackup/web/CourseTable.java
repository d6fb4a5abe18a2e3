package org.coursebackup.web;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.history.CourseList.Query;
import org.coursebackup.report.CourseView;
import org.coursebackup.report.Courses;

/** A list of courses as comma-separated values (RFC 4180), all pages of it. */
final class CourseTable {
    private static final int PORTION = 1000;
    private static final List<String> HEAD = List.of(
            "id",
            "shortname",
            "fullname",
            "category",
            "visible",
            "status",
            "reason",
            "good archive as of",
            "bytes",
            "milliseconds",
            "next start",
            "last proved restorable");

    private CourseTable() {}

    static String of(Courses courses, Query query) {
        StringBuilder table = new StringBuilder(line(HEAD.stream()));
        List<CourseView> portion;
        int page = 1;
        do {
            portion = courses.page(query, page++, PORTION).courses();
            portion.forEach(view -> table.append(line(cells(view))));
        } while (portion.size() == PORTION);
        return table.toString();
    }

    private static Stream<String> cells(CourseView view) {
        var course = view.course();
        boolean good = course.good().exists();
        return Stream.of(
                String.valueOf(course.id()),
                course.name().shortname(),
                course.name().fullname(),
                course.category().name(),
                course.visible() ? "1" : "0",
                view.meaning(),
                course.last().reason() == null ? "" : course.last().reason(),
                good ? course.good().asOf().toString() : "",
                good ? String.valueOf(course.good().bytes()) : "",
                good ? String.valueOf(course.good().took().toMillis()) : "",
                course.nextStart().equals(Instant.EPOCH)
                        ? ""
                        : course.nextStart().toString(),
                course.drilled().proved() == null
                        ? ""
                        : course.drilled().proved().toString());
    }

    private static String line(Stream<String> cells) {
        return cells.map(CourseTable::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Spreadsheets take a text that begins like a formula for one, whoever wrote it. */
    private static String cell(String text) {
        String harmless = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return harmless.matches("(?s).*[\",\\r\\n].*") ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
