package org.coursebackup.web;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.history.CourseList.Query;
import org.coursebackup.report.CourseView;
import org.coursebackup.report.Courses;

/** A list of courses as comma-separated values (RFC 4180), all pages of it, with the columns that are shown. */
final class CourseTable {
    private static final int PORTION = 1000;
    private static final List<String> ALWAYS = List.of(
            "id", "shortname", "fullname", "visible", "status", "reason", "good archive as of", "excluded until");

    private CourseTable() {}

    static String of(Courses courses, Query query, CourseAddress address) {
        List<String> columns =
                CourseAddress.COLUMNS.stream().filter(address::has).toList();
        StringBuilder table = new StringBuilder(
                line(Stream.concat(ALWAYS.stream(), columns.stream().map(CourseTable::head))));
        List<CourseView> portion;
        int page = 1;
        do {
            portion = courses.page(query, page++, PORTION).courses();
            portion.forEach(view -> table.append(
                    line(Stream.concat(always(view), columns.stream().map(column -> cell(view, column))))));
        } while (portion.size() == PORTION);
        return table.toString();
    }

    private static String head(String column) {
        return switch (column) {
            case "size" -> "bytes";
            case "trend" -> "bytes over time";
            case "took" -> "milliseconds";
            case "next" -> "next start";
            case "proved" -> "last proved restorable";
            default -> column;
        };
    }

    private static Stream<String> always(CourseView view) {
        var course = view.course();
        return Stream.of(
                String.valueOf(course.id()),
                course.name().shortname(),
                course.name().fullname(),
                course.visible() ? "1" : "0",
                view.meaning(),
                course.last().reason() == null ? "" : course.last().reason(),
                course.good().exists() ? course.good().asOf().toString() : "",
                view.excluded() ? view.exclusion().untilDay() : "");
    }

    private static String cell(CourseView view, String column) {
        var course = view.course();
        boolean good = course.good().exists();
        return switch (column) {
            case "nights" -> String.join(" ", view.nights()).strip();
            case "category" -> course.category().name();
            case "size" -> good ? String.valueOf(course.good().bytes()) : "";
            case "trend" -> view.sizes().stream().map(String::valueOf).collect(Collectors.joining(" "));
            case "took" -> good ? String.valueOf(course.good().took().toMillis()) : "";
            case "next" ->
                course.nextStart().equals(Instant.EPOCH)
                        ? ""
                        : course.nextStart().toString();
            case "proved" ->
                course.drilled().proved() == null
                        ? ""
                        : course.drilled().proved().toString();
            default -> "";
        };
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
