package org.coursebackup.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import org.coursebackup.history.HistoryJson;
import org.coursebackup.report.ArchivePages;
import org.coursebackup.report.CausePages;
import org.coursebackup.report.Courses;
import org.coursebackup.report.Live;
import org.coursebackup.report.Overview;
import org.coursebackup.report.ProvenComponents;
import org.coursebackup.report.RouteMap;
import org.coursebackup.report.RunPages;
import org.coursebackup.report.Site;
import org.coursebackup.settings.Build;
import org.coursebackup.settings.Problem;

/** What the pages show as JSON, under {@code /api}; described by {@code /api/openapi.json}. */
final class Api {
    private final ObjectMapper mapper = HistoryJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final ObjectMapper lines = HistoryJson.mapper();
    private final Live live;
    private final Site site;
    private final Overview overview;
    private final CausePages causes;
    private final Courses courses;
    private final ArchivePages archives;
    private final RunPages runs;
    private final RouteMap routes;
    private final ProvenComponents proofs;
    private final MachineRoom room;
    private final Clock clock;

    Api(
            Live live,
            Site site,
            Overview overview,
            CausePages causes,
            Courses courses,
            ArchivePages archives,
            RunPages runs,
            RouteMap routes,
            ProvenComponents proofs,
            MachineRoom room,
            Clock clock) {
        this.room = room;
        this.live = live;
        this.site = site;
        this.overview = overview;
        this.causes = causes;
        this.clock = clock;
        this.courses = courses;
        this.archives = archives;
        this.runs = runs;
        this.routes = routes;
        this.proofs = proofs;
    }

    Answer site() {
        return found(site.view());
    }

    Answer settings() {
        return found(Map.of("settings", room.settings()));
    }

    Answer check() {
        return found(Map.of("findings", room.findings()));
    }

    Answer log() {
        return found(Map.of("lines", room.log().latest()));
    }

    Answer live() {
        return found(live.now());
    }

    /** The same in one line. */
    String liveLine() {
        try {
            return lines.writeValueAsString(live.now());
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Answer overview() {
        return found(overview.view(site.view()));
    }

    Answer causes() {
        return found(causes.view());
    }

    Answer courses(Request request) {
        return found(courses.page(
                CourseQuery.of(
                        request,
                        request.parameter("unproven", "").equals("1") ? proofs.unproven() : List.of(),
                        clock.instant()),
                page(request),
                size(request)));
    }

    Answer course(Request request, String id) {
        return found(courses.detail(id, page(request)));
    }

    Answer archive(String id, String name) {
        return found(archives.view(id, name));
    }

    Answer runs(Request request) {
        return found(runs.page(page(request), size(request)));
    }

    Answer run(String id) {
        return found(runs.run(id));
    }

    Answer runCourses(Request request, String id) {
        return found(runs.courses(id, request.parameter("result", ""), page(request), size(request)));
    }

    Answer routes() {
        return found(routes.view());
    }

    Answer proofs() {
        return found(proofs.view());
    }

    Answer description() {
        try (InputStream in = Api.class.getResourceAsStream("/report/openapi.json")) {
            return Answer.json(200, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    Answer accepted() {
        return Answer.json(202, json(Map.of("accepted", true)));
    }

    String pinned(int archives) {
        return json(Map.of("pinned", archives));
    }

    String error(String message) {
        return json(Map.of("error", message));
    }

    /** @param details whether to say what is wrong, which not everybody may know */
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

    private Answer found(Object value) {
        return Answer.json(200, json(value));
    }

    private static int page(Request request) {
        return request.number("page", 1, 1, 1_000_000);
    }

    private static int size(Request request) {
        return request.number("size", 50, 1, 500);
    }
}
