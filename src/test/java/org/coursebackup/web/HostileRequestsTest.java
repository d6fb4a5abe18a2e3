package org.coursebackup.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.coursebackup.flow.SettableClock;

import static org.assertj.core.api.Assertions.assertThat;

/** The page meets requests that nobody honest sends. */
class HostileRequestsTest {
    private static final int PATIENCE_MILLIS = 60_000;

    private static ReportSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start();
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void thousands_of_half_requests_neither_use_up_descriptors_nor_shut_anybody_out() throws Exception {
        List<Socket> half = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                Socket socket = connect(site.port);
                half.add(socket);
                write(socket, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ");
            }

            assertThat(site.get("/").statusCode()).isEqualTo(200);
            for (Socket early : half.subList(0, 1000 - OpenConnections.MOST)) {
                assertThat(rest(early)).as("closed by the server").isEmpty();
            }
        } finally {
            for (Socket socket : half) {
                socket.close();
            }
        }
    }

    @Test
    void a_connection_on_which_nothing_moves_is_closed() throws Exception {
        BoundedServer vertx = new BoundedServer(Duration.ofMillis(200), new OpenConnections());
        try {
            HttpServer server = vertx.createHttpServer(new HttpServerOptions().setPort(0))
                    .requestHandler(request -> request.response().end("answered"))
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(1, TimeUnit.MINUTES);
            try (Socket socket = connect(server.actualPort())) {
                write(socket, "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n");

                assertThat(rest(socket)).isEmpty();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void huge_requests_are_refused() throws Exception {
        assertThat(site.post("/login", Map.of("user", "x".repeat(1_000_000))).statusCode())
                .isEqualTo(413);
        assertThat(raw("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + "x".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw("GET /" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"))
                .contains(" 414 ");
        assertThat(site.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void a_page_of_another_site_that_resolves_to_this_machine_reads_nothing() throws Exception {
        String host = "evil.example:" + site.port;

        assertThat(raw("GET /api/courses HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(raw("GET /courses HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 303");
        assertThat(raw("GET /health/ready HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .doesNotContain("version");
    }

    @Test
    void cookies_are_closed_to_scripts_and_other_sites_and_behind_a_proxy_to_plain_connections() throws Exception {
        Map<String, String> login = Map.of("user", ReportSite.USER, "password", ReportSite.PASSWORD);

        assertThat(cookie(site.post("/login", login)))
                .contains("; HttpOnly; SameSite=Strict")
                .doesNotContain("Secure");
        assertThat(cookie(site.post("/login", login, "X-Forwarded-Proto", "https")))
                .endsWith("; HttpOnly; SameSite=Strict; Secure");
        assertThat(cookie(site.post("/login", login, "Forwarded", "for=192.0.2.7;proto=https;host=backups.example")))
                .endsWith("; Secure");
    }

    @Test
    void sessions_end_after_eight_hours() {
        SettableClock clock = new SettableClock(Instant.parse("2026-01-15T02:30:00Z"));
        Sessions sessions = new Sessions(clock);
        String id = sessions.begin();

        clock.advance(Duration.ofHours(8).minusSeconds(1));
        assertThat(sessions.find(id)).isPresent();
        clock.advance(Duration.ofSeconds(1));

        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void no_answer_lets_a_browser_run_what_does_not_come_from_the_program() throws Exception {
        for (String path :
                List.of("/", "/courses", "/courses/2", "/runs", "/routes", "/proofs", "/login", "/nowhere")) {
            HttpResponse<String> answer = site.get(path);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*");
            assertThat(answer.body())
                    .as(path)
                    .doesNotContainPattern("<script(?![^>]* src=)")
                    .doesNotContainPattern("<[^>]*\\s(on\\w+|style)=");
        }
    }

    @Test
    void behind_a_proxy_the_clients_are_counted_and_not_the_proxy() throws Exception {
        Map<String, String> wrong = Map.of("user", ReportSite.USER, "password", "guess");
        for (int i = 0; i < 5; i++) {
            // what the client itself wrote into the header comes first
            String forwarded = "198.51.100." + i + ", 192.0.2.66";
            assertThat(site.post("/login", wrong, "X-Forwarded-For", forwarded).statusCode())
                    .isEqualTo(401);
        }

        Map<String, String> right = Map.of("user", ReportSite.USER, "password", ReportSite.PASSWORD);
        assertThat(site.post("/login", right, "X-Forwarded-For", "192.0.2.66").statusCode())
                .isEqualTo(429);
        assertThat(site.post("/login", right, "X-Forwarded-For", "192.0.2.67").statusCode())
                .isEqualTo(303);
        assertThat(site.post("/login", right).statusCode()).isEqualTo(303);
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow();
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = connect(site.port)) {
            write(socket, request);
            return rest(socket);
        }
    }

    /** What comes until the server closes the connection. */
    private static String rest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                text.append((char) next);
            }
        } catch (java.net.SocketException reset) {
            // closed while something that was sent had not been read
        }
        return text.toString();
    }
}
