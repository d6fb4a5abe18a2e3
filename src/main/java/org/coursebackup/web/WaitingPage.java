package org.coursebackup.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.language.Language;
import org.coursebackup.language.Languages;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.ReportSettings;
import org.coursebackup.settings.Settings;

/**
 * What answers at the page's address while {@code start} waits for databases and disks, since the page itself needs
 * them. It names the settings concerned and nothing more, so that it needs no login.
 */
public final class WaitingPage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingPage.class);
    private static final String JSON = "application/json";

    private final HttpServer server;
    private final ExecutorService threads;
    private volatile List<String> keys = List.of();

    private WaitingPage(HttpServer server) {
        this.server = server;
        this.threads = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "waiting page");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Empty if there is to be no page, or its address can't be listened on. */
    public static Optional<WaitingPage> open(Settings settings) {
        ReportSettings report = settings.report();
        if (!report.enabled()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new WaitingPage(HttpServer.create(new InetSocketAddress(report.host(), report.port()), 20)));
        } catch (IOException taken) {
            LOG.warn("Nothing answers on {}:{} meanwhile ({}).", report.host(), report.port(), taken.getMessage());
            return Optional.empty();
        }
    }

    /** What is waited for now. */
    public void show(List<Problem> problems) {
        keys = problems.stream().map(Problem::where).distinct().toList();
    }

    private void answer(HttpExchange request) throws IOException {
        try (request) {
            String path = request.getRequestURI().getPath();
            if (path.equals("/health/live")) {
                send(request, 200, JSON, "{\"status\":\"UP\"}");
            } else if (path.startsWith("/health") || path.startsWith("/api")) {
                send(request, 503, JSON, json());
            } else {
                Language language = Languages.choose(
                        Optional.ofNullable(request.getRequestHeaders().getFirst("Accept-Language"))
                                .orElse(""),
                        "");
                request.getResponseHeaders().set("Vary", "Accept-Language");
                send(request, 503, "text/html; charset=utf-8", html(language));
            }
        }
    }

    private String json() throws JsonProcessingException {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "status",
                        "DOWN",
                        "problems",
                        keys.stream().map(key -> key + ": cannot be reached").toList()));
    }

    /** Names of settings hold nothing that HTML would take for markup. */
    private String html(Language language) {
        String title = Markup.escaped(language.say("waiting.title"));
        return "<!DOCTYPE html><html lang=\"" + language.tag() + "\"><head><meta charset=\"utf-8\">"
                + "<meta http-equiv=\"refresh\" content=\"15\">"
                + "<title>" + title + "</title></head><body><h1>" + title + "</h1><p>"
                + Markup.escaped(language.say("waiting.text")) + "</p><ul>"
                + keys.stream().map(key -> "<li><code>" + key + "</code></li>").collect(Collectors.joining())
                + "</ul></body></html>";
    }

    private static void send(HttpExchange request, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        request.getResponseHeaders().set("Content-Type", type);
        request.getResponseHeaders().set("Cache-Control", "no-store");
        request.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
        request.sendResponseHeaders(status, request.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
        if (!request.getRequestMethod().equals("HEAD")) {
            try (OutputStream body = request.getResponseBody()) {
                body.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
