package org.coursebackup.web;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.coursebackup.history.CourseFilter;
import org.coursebackup.history.CourseList.Query;
import org.coursebackup.language.Language;
import org.coursebackup.language.Languages;
import org.coursebackup.language.Text;
import org.coursebackup.report.ArchiveView;
import org.coursebackup.report.CourseView;
import org.coursebackup.report.Live;
import org.coursebackup.report.OverviewView;
import org.coursebackup.report.RouteView;
import org.coursebackup.report.RunPages;
import org.coursebackup.report.RunView;
import org.coursebackup.report.SiteView;
import org.coursebackup.reread.Verification;

/** The pages for people. */
final class Pages {
    private static final int SIZE = 50;
    /** How long a page waits for what is found out in the background. */
    private static final Duration GLANCE = Duration.ofMillis(50);

    /** What a form leads back with: keys below {@code done.} */
    private static final Set<String> DONE = Set.of(
            "begun",
            "stopping",
            "idle",
            "course",
            "courses",
            "pinned",
            "unpinned",
            "excluded",
            "included",
            "verifying");

    /** By their own names. */
    private static final Map<String, String> LANGUAGES = Languages.TAGS.stream()
            .collect(Collectors.toMap(
                    tag -> tag,
                    tag -> Language.of(Locale.forLanguageTag(tag)).say("language.name"),
                    (one, other) -> one,
                    LinkedHashMap::new));

    private final Templates templates;
    private final Access access;
    private final Reports reports;
    private final Clock clock;

    Pages(Templates templates, Access access, Reports reports, Clock clock) {
        this.templates = templates;
        this.access = access;
        this.reports = reports;
        this.clock = clock;
    }

    /** @param wrong key of the text that says what was wrong; empty for nothing */
    Answer login(Request request, int status, String wrong) {
        String back = request.field("back").isEmpty() ? request.parameter("back", "/") : request.field("back");
        Map<String, Object> model = model(
                request,
                "login",
                say(request, "login.in"),
                Map.of(
                        "back",
                        back,
                        "wrong",
                        wrong.isEmpty() ? "" : language(request).say(wrong)));
        return html(request, status, "login", model);
    }

    /** @param title key of the title */
    Answer trouble(Request request, int status, String title, Text message) {
        return html(request, status, "trouble", model(request, "", say(request, title), Map.of("message", message)));
    }

    Answer glance(Request request) {
        SiteView view = reports.site().view();
        OverviewView story = reports.overview().view(view);
        return show(
                request,
                "glance",
                "glance",
                say(request, "nav.overview"),
                Map.of(
                        "site",
                        view,
                        "overview",
                        story,
                        "coverage",
                        new CoverageDrawing(story.days(), LocalDate.now(clock)),
                        "duration",
                        new TrendDrawing(story.duration()),
                        "bytes",
                        new TrendDrawing(story.bytes()),
                        "statements",
                        new TrendDrawing(story.statements()),
                        "causes",
                        reports.causes().view(5),
                        "latest",
                        reports.runs().page(1, 7),
                        "worst",
                        reports.courses().atRisk(reports.site().tooOld(), 5)));
    }

    Answer causes(Request request) {
        return show(
                request,
                "causes",
                "causes",
                say(request, "nav.causes"),
                Map.of("view", reports.causes().view()));
    }

    Answer list(Request request, Optional<Verification.State> verification) {
        Query query = query(request);
        CourseFilter asked = query.filter();
        CourseView.Page page = reports.courses().page(query, page(request), SIZE);
        Map<String, Object> model = new HashMap<>();
        model.put("list", page);
        model.put(
                "cause",
                asked.cause().isEmpty() ? Optional.empty() : reports.causes().cause(asked.cause()));
        model.put("query", query);
        model.put("sort", query.sort().name().toLowerCase(Locale.ROOT));
        model.put("address", new CourseAddress(query, request.parameters("column")));
        model.put("columns", CourseAddress.COLUMNS);
        model.put("verification", verification.orElse(null));
        model.put("categories", reports.courses().categories());
        model.put("components", reports.courses().components());
        model.put("pages", Math.max(1, (page.total() + SIZE - 1) / SIZE));
        return show(request, "courses", "courses", say(request, "nav.courses"), model);
    }

    Answer table(Request request) {
        Query query = query(request);
        CourseAddress address = new CourseAddress(query, request.parameters("column"));
        return new Answer(200, "text/csv; charset=utf-8", CourseTable.of(reports.courses(), query, address), Map.of())
                .with("Content-Disposition", "attachment; filename=\"courses.csv\"");
    }

    private Query query(Request request) {
        return CourseQuery.of(request, reports.proofs()::unproven, clock.instant());
    }

    Answer course(Request request, String id) {
        CourseView.Detail detail = reports.courses().detail(id, page(request));
        return show(
                request,
                "course",
                "courses",
                Filters.plain(detail.course().course().name().shortname(), 80),
                Map.of(
                        "detail",
                        detail,
                        "entry",
                        detail.course().course(),
                        "nights",
                        NightStrip.of(
                                reports.courses()
                                        .latest(detail.course().course().id(), 2 * NightStrip.DAYS),
                                LocalDate.now(clock),
                                clock.getZone())));
    }

    Answer archive(Request request, String id, String name) {
        ArchiveView view = reports.archives().view(id, name);
        return show(
                request,
                "archive",
                "courses",
                say(request, "archive.title"),
                Map.of("view", view, "entry", reports.courses().known(id)));
    }

    Answer retention(Request request) {
        return show(
                request,
                "retention",
                "courses",
                say(request, "retention.title"),
                Map.of("view", reports.retention().view(page(request), GLANCE)));
    }

    Answer runs(Request request) {
        return show(
                request,
                "runs",
                "runs",
                say(request, "nav.runs"),
                Map.of("listed", reports.runs().page(page(request), SIZE)));
    }

    Answer run(Request request, String id) {
        RunView view = reports.runs().run(id);
        String result = request.parameter("result", "").toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
        RunView.Courses page =
                reports.runs().courses(id, result.isEmpty() ? RunPages.WORKED_ON : result, page(request), SIZE);
        Live.Now now = reports.live().now();
        boolean running =
                now.running() != null && now.running().runId() == view.run().id();
        return show(
                request,
                "run",
                "runs",
                say(request, "run.number", "" + view.run().id()),
                Map.of(
                        "view",
                        view,
                        "running",
                        running ? Optional.of(now.running()) : Optional.empty(),
                        "run",
                        view.run(),
                        "plot",
                        new Plot(view, view.run().took(clock.instant())),
                        "list",
                        page,
                        // columns that would be empty are left out
                        "sized",
                        page.courses().stream()
                                .anyMatch(outcome -> outcome.measures().bytes() > 0),
                        "counted",
                        page.courses().stream()
                                .anyMatch(outcome -> outcome.measures().statements() > 0),
                        "filter",
                        result,
                        "pages",
                        Math.max(1, (page.total() + SIZE - 1) / SIZE)));
    }

    Answer proofs(Request request) {
        return show(
                request,
                "proofs",
                "proofs",
                say(request, "proofs.title"),
                Map.of("view", reports.proofs().view()));
    }

    Answer settings(Request request) {
        return show(
                request,
                "settings",
                "settings",
                say(request, "nav.settings"),
                Map.of("settings", reports.room().settings()));
    }

    Answer check(Request request) {
        return show(
                request,
                "check",
                "settings",
                say(request, "check.title"),
                Map.of("check", reports.room().check().known()));
    }

    void checkAnew() {
        reports.room().check().begin();
    }

    Answer log(Request request) {
        LogQuery query = LogQuery.of(request);
        return show(
                request,
                "log",
                "settings",
                say(request, "log.title"),
                Map.of("log", query.in(reports.room().log()), "level", query.level(), "course", query.course()));
    }

    Answer flow(Request request) {
        RouteView view = reports.routes().view();
        return show(
                request,
                "routes",
                "routes",
                say(request, "nav.routes"),
                Map.of("view", view, "drawing", new RouteDrawing(view)));
    }

    private Answer show(Request request, String template, String part, String title, Map<String, Object> more) {
        return html(request, 200, template, model(request, part, title, more));
    }

    private Answer html(Request request, int status, String template, Map<String, Object> model) {
        Language language = language(request);
        return Answer.html(status, templates.page(template, model, language))
                .with("Content-Language", language.tag())
                .with("Vary", "Accept-Language, Cookie");
    }

    private static Language language(Request request) {
        return LanguageChoice.of(request);
    }

    private static String say(Request request, String key, Object... arguments) {
        return language(request).say(key, arguments);
    }

    private Map<String, Object> model(Request request, String part, String title, Map<String, Object> more) {
        Language language = language(request);
        Map<String, Object> model = new HashMap<>(more);
        model.put("part", part);
        model.put("title", title);
        model.put("now", clock.instant());
        model.put("token", access.token(request));
        model.put("loginPossible", access.possible());
        String done = request.parameter("done", "");
        model.put("done", DONE.contains(done) ? language.say("done." + done) : "");
        model.put("language", language.tag());
        model.put("locale", language.locale().toLanguageTag());
        model.put("languages", LANGUAGES);
        model.put("here", request.reads() ? request.uri() : "/");
        return model;
    }

    private static int page(Request request) {
        return request.number("page", 1, 1, 1_000_000);
    }
}
