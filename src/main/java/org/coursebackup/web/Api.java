package org.coursebackup.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import org.coursebackup.report.Courses;
import org.coursebackup.report.NotFoundException;
import org.coursebackup.report.RouteMap;
import org.coursebackup.report.RunPages;
import org.coursebackup.report.Site;
import org.coursebackup.settings.Build;
import org.coursebackup.settings.Problem;

/** What the pages show as JSON, under {@code /api}; described by {@code /api/openapi.json}. */
final class Api {
    private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Site site;
    private final Courses courses;
    private final RunPages runs;
    private final RouteMap routes;

    Api(Site site, Courses courses, RunPages runs, RouteMap routes) {
        this.site = site;
        this.courses = courses;
        this.runs = runs;
        this.routes = routes;
    }

    Answer read(Request request) {
        int page = request.number("page", 1, 1, 1_000_000);
        int size = request.number("size", 50, 1, 500);
        String id = request.segment(2);
        Object found =
                switch (request.segments().size() + request.segment(1)) {
                    case "2site" -> site.view();
                    case "2courses" -> courses.page(CourseQuery.of(request), page, size);
                    case "3courses" -> courses.detail(id, page);
                    case "2runs" -> runs.page(page, size);
                    case "3runs" -> runs.run(id);
                    case "4runs" ->
                        request.segment(3).equals("courses")
                                ? runs.courses(id, request.parameter("result", ""), page, size)
                                : null;
                    case "2routes" -> routes.view();
                    case "2openapi.json" -> description();
                    default -> null;
                };
        if (found == null) {
            throw new NotFoundException("There is nothing under this address; /api/openapi.json lists all there is.");
        }
        return Answer.json(200, found instanceof String text ? text : json(found));
    }

    String error(String message) {
        return json(Map.of("error", message));
    }

    /** @param details whether to say what is wrong, which not everybody is told */
    String health(List<Problem> problems, boolean details) {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", problems.isEmpty() ? "UP" : "DOWN");
        if (details) {
            health.put("version", Build.version());
        }
        if (details && !problems.isEmpty()) {
            health.put("problems", problems.stream().map(Problem::toString).toList());
        }
        return json(health);
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static String description() {
        try (InputStream in = Api.class.getResourceAsStream("/report/openapi.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
