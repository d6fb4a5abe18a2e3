package org.coursebackup.web;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.coursebackup.course.Archiver;
import org.coursebackup.flow.Flow;
import org.coursebackup.flow.Pools;
import org.coursebackup.flow.RouteFiles;
import org.coursebackup.run.RunRequest;
import org.coursebackup.settings.Settings;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.ProgramSite;

/** The demo site with the page served on a free port, and a small browser for it. */
final class ReportSite extends ProgramSite {
    static final String USER = "admin";
    static final String PASSWORD = "not a secret";

    final int port;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    Runnable beforeEachArchive = () -> {};
    /** Whether timers and the schedule run. */
    boolean scheduled;

    Report report;

    ReportSite() throws IOException {
        super(DatabaseKind.H2, Clock.systemUTC());
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        properties.setProperty("report.port", String.valueOf(port));
        properties.setProperty("report.user", USER);
        properties.setProperty("report.password", PASSWORD);
    }

    ReportSite start() throws Exception {
        Settings settings = settings();
        pools = new Pools(settings);
        Archiver engine = engine(settings, Clock.systemUTC());
        flow = new Flow(
                settings,
                pools,
                (course, name, what, part, reference) -> {
                    beforeEachArchive.run();
                    return engine.archive(course, name, what, part, reference);
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

    HttpResponse<byte[]> getBytes(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path)));
        return http.send(with(request, headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    HttpResponse<String> post(String path, Map<String, String> form, String... headers) throws Exception {
        StringBuilder body = new StringBuilder();
        form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return postText(path, body.toString(), headers);
    }

    /** The form as it is sent. */
    HttpResponse<String> postText(String path, String form, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address(path)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
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
        request.timeout(Duration.ofMinutes(1));
        return headers.length == 0 ? request : request.headers(headers);
    }

    @Override
    public void close() {
        super.close();
        if (report != null) {
            report.close();
        }
    }
}
