package org.coursebackup.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import org.coursebackup.course.Reason;
import org.coursebackup.report.Actions;
import org.coursebackup.report.Courses;
import org.coursebackup.report.Health;
import org.coursebackup.report.Metrics;
import org.coursebackup.report.NotFoundException;
import org.coursebackup.report.RefusedException;

/** The bean {@code page} of the routes: every request comes here, is let in or not, and is answered. */
public final class Web {
    private static final Logger LOG = LoggerFactory.getLogger(Web.class);
    private static final Map<String, String> ASSETS = Map.of(
            "report.css",
            "text/css; charset=utf-8",
            "report.js",
            "text/javascript; charset=utf-8",
            "icon.svg",
            "image/svg+xml");

    private final Access access;
    private final Pages pages;
    private final Api api;
    private final Actions actions;
    private final Courses courses;
    private final Health health;
    private final Metrics metrics;

    Web(Access access, Pages pages, Api api, Actions actions, Courses courses, Health health, Metrics metrics) {
        this.access = access;
        this.pages = pages;
        this.api = api;
        this.actions = actions;
        this.courses = courses;
        this.health = health;
        this.metrics = metrics;
    }

    /** Answers a request of the embedded server. */
    public void answer(Exchange exchange) {
        Request request = new Request(exchange.getIn(HttpMessage.class).getRequest());
        Answer answer;
        try {
            answer = answer(request);
        } catch (NotFoundException missing) {
            answer = trouble(request, 404, "Not found", missing.getMessage());
        } catch (RefusedException refused) {
            answer = trouble(request, refused.status(), "Not done", refused.getMessage());
        } catch (DataAccessException unusable) {
            answer = trouble(
                    request,
                    503,
                    "The database is not available",
                    Reason.of(unusable) + " Try again in a moment; /health/ready tells more.");
        } catch (IOException | RuntimeException failure) {
            LOG.error("{} {} could not be answered", request.method(), request.segments(), failure);
            answer = trouble(
                    request, 500, "Something went wrong", "The page could not be created; see the program's log.");
        }
        answer.write(exchange);
    }

    private Answer answer(Request request) throws IOException {
        switch (request.segment(0)) {
            case "assets":
                return asset(request);
            case "health":
                return health(request);
            case "login":
                return login(request);
            default:
                if (!access.mayRead(request)) {
                    return loginFirst(request);
                }
                return request.reads() ? read(request) : change(request);
        }
    }

    private Answer read(Request request) throws IOException {
        if (request.segment(0).equals("metrics")) {
            return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape(), Map.of());
        }
        if (request.segment(0).equals("courses")
                && request.segment(2).equals("archives")
                && request.segments().size() == 4) {
            if (!access.loggedIn(request)) {
                return loginFirst(request);
            }
            Path archive = courses.download(request.segment(1), request.segment(3));
            return Answer.file(
                    Files.newInputStream(archive), archive.getFileName().toString());
        }
        return request.json() ? api.read(request) : pages.read(request);
    }

    private Answer change(Request request) {
        if (!request.method().equals("POST")) {
            throw new RefusedException(405, "Only GET and POST are supported here.");
        }
        if (!access.loggedIn(request)) {
            return loginFirst(request);
        }
        if (!access.meant(request)) {
            throw new RefusedException(
                    403,
                    "This did not come from this page, or the page was opened before the last login."
                            + " Nothing was done; reload the page and try again. Programs send the header"
                            + " X-Requested-With.");
        }
        String what = String.join(
                "/",
                request.json()
                        ? request.segments().subList(1, request.segments().size())
                        : request.segments());
        String done = "/?done=";
        if (what.equals("logout")) {
            access.logout(request);
            return Answer.seeOther("/")
                    .with("Set-Cookie", Access.COOKIE + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
        } else if (what.equals("runs")) {
            actions.runNow("page");
            done += "begun";
        } else if (what.equals("runs/stop")) {
            done += actions.stopAfterCurrentCourses() ? "stopping" : "idle";
        } else if (what.matches("courses/[^/]+/backup")) {
            long course = courses.known(request.segment(request.json() ? 2 : 1)).courseId();
            actions.backUp(course, "page");
            done = "/courses/" + course + "?done=course";
        } else {
            throw new NotFoundException("There is no such action.");
        }
        return request.json() ? Answer.json(202, "{\"accepted\": true}") : Answer.seeOther(done);
    }

    private Answer login(Request request) {
        if (!request.method().equals("POST")) {
            return pages.login(request, 200, "");
        }
        return access.login(request)
                .map(cookie -> Answer.seeOther(back(request.field("back"))).with("Set-Cookie", cookie))
                .orElseGet(() -> pages.login(request, 401, "Wrong user name or password."));
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

    /** Only to our own pages. */
    private static String back(String where) {
        return where.matches("/([^/\\\\\\p{Cntrl}].*)?") ? where : "/";
    }

    private Answer health(Request request) {
        boolean details = access.mayRead(request);
        var problems = request.segment(1).equals("live")
                ? java.util.List.<org.coursebackup.settings.Problem>of()
                : health.problems();
        return Answer.json(problems.isEmpty() ? 200 : 503, api.health(problems, details));
    }

    private static Answer asset(Request request) throws IOException {
        String type = ASSETS.get(request.segment(1));
        if (type == null || request.segments().size() != 2) {
            throw new NotFoundException("There is no such file.");
        }
        try (InputStream in = Web.class.getResourceAsStream("/report/assets/" + request.segment(1))) {
            return new Answer(200, type, in.readAllBytes(), Map.of()).with("Cache-Control", "max-age=600");
        }
    }

    private Answer trouble(Request request, int status, String title, String message) {
        return request.json()
                ? Answer.json(status, api.error(message))
                : pages.trouble(request, status, title, message);
    }
}
