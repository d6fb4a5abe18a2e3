package org.coursebackup.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import org.coursebackup.check.CheckFinding;
import org.coursebackup.history.HistoryJson;
import org.coursebackup.report.Actions;
import org.coursebackup.report.LatestCheck.Known;
import org.coursebackup.settings.Build;
import org.coursebackup.settings.Problem;

/** What the pages show as JSON, under {@code /api}; described by {@code /api/openapi.json}. */
final class Api {
    /** How long programs wait for what is found out in the background. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectMapper mapper = HistoryJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final ObjectMapper lines = HistoryJson.mapper();
    private final Reports reports;
    private final Clock clock;

    Api(Reports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    Answer site() {
        return found(reports.site().view());
    }

    Answer settings() {
        return found(Map.of("settings", reports.room().settings()));
    }

    Answer check() {
        Known<List<CheckFinding>> known = reports.room().check().known(PATIENCE);
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("findings", known.found() == null ? null : MachineRoom.json(known.found()));
        check.put("asOf", known.asOf());
        check.put("running", known.running());
        return found(check);
    }

    Answer log(Request request) {
        return found(LogQuery.of(request).in(reports.room().log()));
    }

    Answer live() {
        return found(reports.live().now());
    }

    /** The same in one line. */
    String liveLine() {
        try {
            return lines.writeValueAsString(reports.live().now());
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Answer overview() {
        return found(reports.overview().view(reports.site().view()));
    }

    Answer causes() {
        return found(reports.causes().view());
    }

    Answer courses(Request request) {
        return found(reports.courses()
                .page(
                        CourseQuery.of(request, reports.proofs()::unproven, clock.instant()),
                        page(request),
                        size(request)));
    }

    Answer course(Request request, String id) {
        return found(reports.courses().detail(id, page(request)));
    }

    Answer archive(String id, String name) {
        return found(reports.archives().view(id, name));
    }

    Answer runs(Request request) {
        return found(reports.runs().page(page(request), size(request)));
    }

    Answer run(String id) {
        return found(reports.runs().run(id));
    }

    Answer runCourses(Request request, String id) {
        return found(reports.runs().courses(id, request.parameter("result", ""), page(request), size(request)));
    }

    Answer routes() {
        return found(reports.routes().view());
    }

    Answer proofs() {
        return found(reports.proofs().view());
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

    Answer verification(Actions actions) {
        return found(
                Collections.singletonMap("verification", actions.verification().orElse(null)));
    }

    Answer retention(Request request) {
        return found(reports.retention().view(page(request), PATIENCE));
    }

    Answer done() {
        return Answer.json(200, json(Map.of("done", true)));
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
