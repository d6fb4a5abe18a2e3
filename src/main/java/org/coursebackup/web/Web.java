package org.coursebackup.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.vertx.core.http.HttpServerRequest;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.course.Reason;
import org.coursebackup.language.Code;
import org.coursebackup.language.English;
import org.coursebackup.language.Text;
import org.coursebackup.report.Actions;
import org.coursebackup.report.ActivityDownload;
import org.coursebackup.report.Courses;
import org.coursebackup.report.Health;
import org.coursebackup.report.Metrics;
import org.coursebackup.report.NotFoundException;
import org.coursebackup.report.RefusedException;
import org.coursebackup.settings.Problem;
import org.coursebackup.store.Pin;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.thin.WholeArchive;
import org.coursebackup.web.Endpoint.Door;

/** The bean {@code page} of the routes: every request comes here, is admitted or not, and is answered. */
public final class Web {
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);
    private static final String CAUSE = "page";
    private static final int MOST_CHOSEN = 500;
    private static final Map<String, String> ASSETS = Map.of(
            "report.css",
            "text/css; charset=utf-8",
            "report.js",
            "text/javascript; charset=utf-8",
            "icon.svg",
            "image/svg+xml");

    private final OpenConnections connections;
    private final Access access;
    private final Pages pages;
    private final Api api;
    private final Actions actions;
    private final Courses courses;
    private final Health health;
    private final Metrics metrics;
    private final String user;
    private final List<Endpoint> table;

    Web(
            OpenConnections connections,
            Access access,
            Pages pages,
            Api api,
            Actions actions,
            Courses courses,
            Health health,
            Metrics metrics,
            String user) {
        this.connections = connections;
        this.access = access;
        this.pages = pages;
        this.api = api;
        this.actions = actions;
        this.courses = courses;
        this.health = health;
        this.metrics = metrics;
        this.user = user;
        table = table();
    }

    /** Answers a request of the embedded server. */
    public void answer(Exchange exchange) {
        HttpServerRequest http = exchange.getIn(HttpMessage.class).getRequest();
        connections.answer(http);
        Request request = new Request(http);
        Answer answer;
        try {
            answer = answer(request);
        } catch (NotFoundException missing) {
            answer = trouble(request, 404, "trouble.not-found", missing.text());
        } catch (RefusedException refused) {
            answer = trouble(request, 409, "trouble.not-done", refused.text());
        } catch (RequestException wrong) {
            answer = trouble(request, wrong.status(), "trouble.not-done", wrong.text());
        } catch (DataAccessException unusable) {
            answer = trouble(
                    request,
                    503,
                    "trouble.database",
                    Text.of("trouble.database.more", new English(Reason.of(unusable)), new Code("/health/ready")));
        } catch (IOException | RuntimeException failure) {
            LOG.error("{} {} could not be answered", request.method(), request.segments(), failure);
            answer = trouble(request, 500, "trouble.failure", Text.of("trouble.failure.more"));
        }
        answer.write(exchange);
    }

    private Answer answer(Request request) throws IOException {
        List<Endpoint> here = table.stream()
                .filter(endpoint -> endpoint.match(request.segments()).isPresent())
                .toList();
        Optional<Endpoint> found =
                here.stream().filter(endpoint -> endpoint.takes(request)).findFirst();
        Door door = found.map(Endpoint::door).orElse(request.reads() ? Door.READ : Door.LOGIN);
        if (!letIn(request, door)) {
            return loginFirst(request);
        }
        if (found.isEmpty() && !here.isEmpty()) {
            throw new RequestException(405, Text.of("refused.method", new Code(request.method())));
        }
        Endpoint endpoint = found.orElseThrow(() -> new NotFoundException(
                request.json() ? Text.of("missing.api", new Code("/api/openapi.json")) : Text.of("missing.page")));
        if (door == Door.MEANT && !access.meant(request)) {
            throw new RequestException(403, Text.of("refused.not-meant", new Code("X-Requested-With")));
        }
        return endpoint.handler()
                .answer(request, endpoint.match(request.segments()).orElseThrow());
    }

    private boolean letIn(Request request, Door door) {
        return switch (door) {
            case OPEN -> true;
            case READ -> access.mayRead(request);
            case LOGIN, MEANT -> access.mayRead(request) && access.loggedIn(request);
        };
    }

    private List<Endpoint> table() {
        return List.of(
                new Endpoint("GET", "/", Door.READ, (request, of) -> pages.glance(request)),
                new Endpoint(
                        "GET", "/courses", Door.READ, (request, of) -> pages.list(request, actions.verification())),
                new Endpoint("GET", "/courses.csv", Door.READ, (request, of) -> pages.table(request)),
                new Endpoint("POST", "/courses/backup", Door.MEANT, (request, of) -> {
                    actions.backUp(chosen(request), CAUSE);
                    return Answer.seeOther("/courses?done=courses");
                }),
                new Endpoint(
                        "POST",
                        "/courses/pin",
                        Door.MEANT,
                        (request, of) ->
                                Answer.seeOther("/courses?done=" + (pin(request) > 0 ? "pinned" : "unpinned"))),
                new Endpoint("POST", "/courses/verify", Door.MEANT, (request, of) -> {
                    actions.verify(chosen(request));
                    return Answer.seeOther("/courses?done=verifying");
                }),
                new Endpoint("POST", "/courses/exclude", Door.MEANT, (request, of) -> {
                    exclude(request);
                    return Answer.seeOther("/courses?done=excluded");
                }),
                new Endpoint("POST", "/courses/include", Door.MEANT, (request, of) -> {
                    courses.include(chosen(request));
                    return Answer.seeOther("/courses?done=included");
                }),
                new Endpoint("GET", "/courses/{id}", Door.READ, (request, of) -> pages.course(request, of.get(0))),
                new Endpoint("GET", "/courses/{id}/archives/{name}", Door.LOGIN, (request, of) -> download(of)),
                new Endpoint(
                        "GET",
                        "/courses/{id}/archives/{name}/contents",
                        Door.READ,
                        (request, of) -> pages.archive(request, of.get(0), of.get(1))),
                new Endpoint(
                        "GET", "/courses/{id}/archives/{name}/activities/{activity}", Door.LOGIN, (request, of) -> {
                            ActivityDownload.Cut cut = courses.activity(of.get(0), of.get(1), of.get(2));
                            return Answer.file(cut.content(), cut.name());
                        }),
                new Endpoint("GET", "/retention", Door.READ, (request, of) -> pages.retention(request)),
                new Endpoint("GET", "/api/retention", Door.READ, (request, of) -> api.retention(request)),
                new Endpoint("GET", "/runs", Door.READ, (request, of) -> pages.runs(request)),
                new Endpoint("GET", "/runs/{id}", Door.READ, (request, of) -> pages.run(request, of.get(0))),
                new Endpoint("GET", "/causes", Door.READ, (request, of) -> pages.causes(request)),
                new Endpoint("GET", "/routes", Door.READ, (request, of) -> pages.flow(request)),
                new Endpoint("GET", "/proofs", Door.READ, (request, of) -> pages.proofs(request)),
                new Endpoint("GET", "/settings", Door.LOGIN, (request, of) -> pages.settings(request)),
                new Endpoint("GET", "/check", Door.LOGIN, (request, of) -> pages.check(request)),
                new Endpoint("POST", "/check", Door.MEANT, (request, of) -> {
                    pages.checkAnew();
                    return Answer.seeOther("/check");
                }),
                new Endpoint("GET", "/log", Door.LOGIN, (request, of) -> pages.log(request)),
                new Endpoint("GET", "/api/settings", Door.LOGIN, (request, of) -> api.settings()),
                new Endpoint("GET", "/api/check", Door.LOGIN, (request, of) -> api.check()),
                new Endpoint("GET", "/api/log", Door.LOGIN, (request, of) -> api.log(request)),
                new Endpoint("POST", "/runs", Door.MEANT, (request, of) -> {
                    actions.runNow(CAUSE);
                    return Answer.seeOther("/?done=begun");
                }),
                new Endpoint("POST", "/runs/stop", Door.MEANT, (request, of) -> Answer.seeOther("/?done=" + stop())),
                new Endpoint("POST", "/courses/{id}/backup", Door.MEANT, (request, of) -> {
                    long course = backUp(of.get(0));
                    return Answer.seeOther("/courses/" + course + "?done=course");
                }),
                new Endpoint("GET", "/login", Door.OPEN, (request, of) -> pages.login(request, 200, "")),
                new Endpoint("POST", "/login", Door.OPEN, (request, of) -> login(request)),
                new Endpoint("POST", LanguageChoice.ADDRESS, Door.OPEN, (request, of) -> speak(request)),
                new Endpoint("POST", "/logout", Door.MEANT, (request, of) -> logout(request)),
                new Endpoint("GET", "/assets/{name}", Door.OPEN, (request, of) -> asset(of.get(0))),
                new Endpoint("GET", "/api/site", Door.READ, (request, of) -> api.site()),
                new Endpoint("GET", LiveEvents.ADDRESS, Door.READ, (request, of) -> api.live()),
                new Endpoint("GET", "/api/overview", Door.READ, (request, of) -> api.overview()),
                new Endpoint("GET", "/api/causes", Door.READ, (request, of) -> api.causes()),
                new Endpoint("GET", "/api/courses", Door.READ, (request, of) -> api.courses(request)),
                new Endpoint("POST", "/api/courses/backup", Door.MEANT, (request, of) -> {
                    actions.backUp(chosen(request), CAUSE);
                    return api.accepted();
                }),
                new Endpoint("POST", "/api/courses/pin", Door.MEANT, (request, of) -> {
                    int pinned = pin(request);
                    return Answer.json(200, api.pinned(pinned));
                }),
                new Endpoint("POST", "/api/courses/verify", Door.MEANT, (request, of) -> {
                    actions.verify(chosen(request));
                    return api.accepted();
                }),
                new Endpoint("GET", "/api/verification", Door.READ, (request, of) -> api.verification(actions)),
                new Endpoint("POST", "/api/courses/exclude", Door.MEANT, (request, of) -> {
                    exclude(request);
                    return api.done();
                }),
                new Endpoint("POST", "/api/courses/include", Door.MEANT, (request, of) -> {
                    courses.include(chosen(request));
                    return api.done();
                }),
                new Endpoint("GET", "/api/courses/{id}", Door.READ, (request, of) -> api.course(request, of.get(0))),
                new Endpoint(
                        "GET",
                        "/api/courses/{id}/archives/{name}",
                        Door.READ,
                        (request, of) -> api.archive(of.get(0), of.get(1))),
                new Endpoint("POST", "/api/courses/{id}/backup", Door.MEANT, (request, of) -> {
                    backUp(of.get(0));
                    return api.accepted();
                }),
                new Endpoint("GET", "/api/runs", Door.READ, (request, of) -> api.runs(request)),
                new Endpoint("POST", "/api/runs", Door.MEANT, (request, of) -> {
                    actions.runNow(CAUSE);
                    return api.accepted();
                }),
                new Endpoint("POST", "/api/runs/stop", Door.MEANT, (request, of) -> {
                    actions.stopAfterCurrentCourses();
                    return api.accepted();
                }),
                new Endpoint("GET", "/api/runs/{id}", Door.READ, (request, of) -> api.run(of.get(0))),
                new Endpoint(
                        "GET",
                        "/api/runs/{id}/courses",
                        Door.READ,
                        (request, of) -> api.runCourses(request, of.get(0))),
                new Endpoint("GET", "/api/routes", Door.READ, (request, of) -> api.routes()),
                new Endpoint("GET", "/api/proofs", Door.READ, (request, of) -> api.proofs()),
                new Endpoint("GET", "/api/openapi.json", Door.READ, (request, of) -> api.description()),
                new Endpoint("GET", "/metrics", Door.READ, (request, of) -> scrape()),
                new Endpoint("GET", "/health", Door.OPEN, (request, of) -> health(request, health.problems())),
                new Endpoint("GET", "/health/ready", Door.OPEN, (request, of) -> health(request, health.problems())),
                new Endpoint("GET", "/health/live", Door.OPEN, (request, of) -> health(request, List.of())));
    }

    /** The table of addresses, for comparison with openapi.json. */
    List<Endpoint> endpoints() {
        return table;
    }

    private Answer download(List<String> of) throws IOException {
        Path archive = courses.download(of.get(0), of.get(1));
        String name = archive.getFileName().toString();
        return ThinArchive.named(name)
                ? Answer.file(new ToldStream(WholeArchive.open(archive).stream(), name), ThinArchive.wholeName(name))
                : Answer.file(new ToldStream(Files.newInputStream(archive), name), name);
    }

    private Answer scrape() {
        return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape(), Map.of());
    }

    private long backUp(String id) {
        long course = courses.known(id).id();
        actions.backUp(course, CAUSE);
        return course;
    }

    /** Courses that exist, of a form's fields {@code course}. */
    private Set<Long> chosen(Request request) {
        Set<Long> chosen = new TreeSet<>();
        for (String id : request.fields("course")) {
            chosen.add(courses.known(id).id());
        }
        if (chosen.size() > MOST_CHOSEN) {
            throw new RequestException(400, Text.of("refused.too-many", MOST_CHOSEN));
        }
        return chosen;
    }

    private int pin(Request request) throws IOException {
        String label = Filters.plain(request.field("label"), 200);
        return courses.pinNewest(List.copyOf(chosen(request)), new Pin(label, day(request)));
    }

    private void exclude(Request request) {
        LocalDate until = day(request).orElseThrow(() -> new RequestException(400, Text.of("refused.exclude.no-day")));
        courses.exclude(chosen(request), until, Filters.plain(request.field("label"), 400), "page (" + user + ")");
    }

    private static Optional<LocalDate> day(Request request) {
        String until = request.field("until");
        try {
            return until.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(until));
        } catch (DateTimeParseException wrong) {
            throw new RequestException(400, Text.of("refused.no-day", "2027-09-30"));
        }
    }

    private String stop() {
        return actions.stopAfterCurrentCourses() ? "stopping" : "idle";
    }

    private Answer logout(Request request) {
        access.logout(request);
        return Answer.seeOther("/")
                .with("Set-Cookie", Access.COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
    }

    private Answer login(Request request) {
        return access.login(request)
                .map(cookie -> Answer.seeOther(back(request.field("back"))).with("Set-Cookie", cookie))
                .orElseGet(() -> pages.login(request, 401, "login.wrong"));
    }

    /** Changes nothing here, only what the browser asks for. */
    private static Answer speak(Request request) {
        return Answer.seeOther(back(request.field("back"))).with("Set-Cookie", LanguageChoice.cookie(request));
    }

    private Answer loginFirst(Request request) {
        if (request.json() || request.segment(0).equals("metrics")) {
            return Answer.json(401, api.error("Log in first: HTTP Basic with report.user and report.password."))
                    .with("WWW-Authenticate", "Basic realm=\"moodle-course-backup\"");
        }
        String back = request.reads() ? request.uri() : "/";
        return Answer.seeOther(
                "/login?back=" + java.net.URLEncoder.encode(back, java.nio.charset.StandardCharsets.UTF_8));
    }

    /** Redirects lead only to our own pages. */
    private static String back(String where) {
        return where.matches("/([^/\\\\\\p{Cntrl}].*)?") ? where : "/";
    }

    private Answer health(Request request, List<Problem> problems) {
        return Answer.json(problems.isEmpty() ? 200 : 503, api.health(problems, access.mayRead(request)));
    }

    private static Answer asset(String name) throws IOException {
        String type = ASSETS.get(name);
        if (type == null) {
            throw new NotFoundException(Text.of("missing.file"));
        }
        try (InputStream in = Web.class.getResourceAsStream("/report/assets/" + name)) {
            return new Answer(200, type, in.readAllBytes(), Map.of()).with("Cache-Control", "max-age=600");
        }
    }

    private Answer trouble(Request request, int status, String title, Text message) {
        return request.json()
                ? Answer.json(status, api.error(message.toString()))
                : pages.trouble(request, status, title, message);
    }
}
