package org.coursebackup.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.flow.Flow;
import org.coursebackup.flow.Pools;
import org.coursebackup.flow.RouteFiles;
import org.coursebackup.run.RunRequest;
import org.coursebackup.settings.JdbcSiteReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.TemporaryFolders;

/** The demo site with the page served on a free port, and a small browser for it. */
final class ReportSite implements AutoCloseable {
    static final String USER = "admin";
    static final String PASSWORD = "not a secret";

    final DemoMoodle moodle;
    final JdbcTemplate moodleDatabase;
    final Path folder;
    final Properties properties = new Properties();
    final int port;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    Runnable beforeEachArchive = () -> {};
    /** Whether timers and the schedule run. */
    boolean scheduled;

    Pools pools;
    Flow flow;
    Report report;

    ReportSite() throws IOException {
        moodle = DemoMoodle.fresh(DatabaseKind.H2, 1, Clock.systemUTC());
        moodleDatabase = new JdbcTemplate(moodle.pool());
        folder = TemporaryFolders.create("coursebackup");
        Files.createDirectory(folder.resolve("backups"));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        properties.setProperty("moodle.db.url", moodle.url());
        properties.setProperty("moodle.wwwroot", moodle.site().wwwroot());
        properties.setProperty("moodle.dataroot", moodle.site().dataroot().toString());
        properties.setProperty("backup.workers", "2");
        properties.setProperty("schedule.timezone", "UTC");
        properties.setProperty("history.db.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        properties.setProperty("report.port", String.valueOf(port));
        properties.setProperty("report.user", USER);
        properties.setProperty("report.password", PASSWORD);
    }

    Settings settings() throws Exception {
        return new SettingsLoader(folder, new HashMap<>(), properties, new JdbcSiteReader()).settings();
    }

    ReportSite start() throws Exception {
        Settings settings = settings();
        pools = new Pools(settings);
        CourseArchiver engine =
                new CourseArchiver(pools.content(), settings.moodle().site(), null, Clock.systemUTC());
        flow = new Flow(
                settings,
                pools,
                (course, name, what, part) -> {
                    beforeEachArchive.run();
                    return engine.archive(course, name, what, part);
                },
                Clock.systemUTC());
        report = Report.attach(settings, pools, flow, Clock.systemUTC());
        flow.start(RouteFiles.in(folder), scheduled);
        flow.tidyUp();
        report.started();
        return this;
    }

    ReportSite run() throws Exception {
        flow.run(RunRequest.due("test"));
        return this;
    }

    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path)));
        return http.send(with(request, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, Map<String, String> form, String... headers) throws Exception {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        return http.send(with(request, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(path).body());
    }

    /** Logs in and returns the cookie. */
    String cookie() throws Exception {
        String header = post("/login", Map.of("user", USER, "password", PASSWORD))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        return header.substring(0, header.indexOf(';'));
    }

    /** The token in the forms of a page. */
    String token(String cookie) throws Exception {
        Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"")
                .matcher(get("/", "Cookie", cookie).body());
        return token.find() ? token.group(1) : "";
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    @Override
    public void close() {
        if (flow != null) {
            flow.close();
        }
        if (report != null) {
            report.close();
        }
        if (pools != null) {
            pools.close();
        }
        moodle.close();
        TemporaryFolders.delete(folder);
    }
}
