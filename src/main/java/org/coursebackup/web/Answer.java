package org.coursebackup.web;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** An HTTP answer. */
record Answer(int status, String type, Object body, Map<String, String> headers) {
    /** Nothing from elsewhere is ever loaded or run, whatever a course's name contains. */
    static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    static Answer html(int status, String page) {
        return new Answer(status, "text/html; charset=utf-8", page, Map.of());
    }

    static Answer json(int status, String json) {
        return new Answer(status, "application/json", json, Map.of());
    }

    static Answer text(int status, String text) {
        return new Answer(status, "text/plain; charset=utf-8", text, Map.of());
    }

    /** The server closes the stream once it is sent. */
    static Answer file(InputStream content, String name) {
        return new Answer(
                200,
                name.endsWith(".json") ? "application/json" : "application/octet-stream",
                content,
                Map.of(
                        "Content-Disposition",
                        "attachment; filename=\"" + name.replaceAll("[^\\x20-\\x7e]|[\"\\\\]", "_")
                                + "\"; filename*=UTF-8''"
                                + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
                                        .replace("+", "%20")));
    }

    static Answer seeOther(String where) {
        return text(303, "").with("Location", where);
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, type, body, more);
    }

    void write(Exchange exchange) {
        Message message = exchange.getMessage();
        // request headers would be sent back otherwise
        message.removeHeaders("*");
        ALWAYS.forEach(message::setHeader);
        headers.forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, type);
        message.setBody(body);
    }
}
