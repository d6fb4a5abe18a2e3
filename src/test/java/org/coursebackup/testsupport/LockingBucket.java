package org.coursebackup.testsupport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * As much of a bucket with object lock as this program's uploads, listings and removals need: versions, retention
 * dates, and the refusals that S3 documents. It says what it was asked.
 */
public final class LockingBucket implements AutoCloseable {
    /** What was uploaded. */
    public record Stored(String version, ByteBuffer content, String mode, Instant until) {}

    private final HttpServer server;
    private final Map<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final Map<String, List<Stored>> hidden = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> parts = new TreeMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> unlisted = new CopyOnWriteArrayList<>();
    private Map<String, String> multipart = Map.of();
    private int versions;

    public LockingBucket() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/bucket", this::answer);
        server.start();
    }

    /** For the settings. */
    public String endpoint(String options) {
        return "aws2-s3:bucket?overrideEndpoint=true&uriEndpointOverride=http://127.0.0.1:"
                + server.getAddress().getPort() + "&forcePathStyle=true&region=us-east-1&accessKey=access"
                + "&secretKey=secret" + options;
    }

    public Map<String, Stored> objects() {
        return objects;
    }

    /** Versions of an object that later ones hide, oldest first. */
    public List<Stored> hidden(String key) {
        return List.copyOf(hidden.getOrDefault(key, List.of()));
    }

    /** A bit of what was stored changes by itself. */
    public void rot(String key) {
        objects.computeIfPresent(key, (name, stored) -> {
            byte[] content = stored.content().array().clone();
            content[content.length / 2] ^= 1;
            return new Stored(stored.version(), ByteBuffer.wrap(content), stored.mode(), stored.until());
        });
    }

    /** Method and key of each request about an object, in order. */
    public List<String> requests() {
        return requests;
    }

    /** From now on lists lack an object that is there. */
    public void leaveOutOfLists(String key) {
        unlisted.add(key);
    }

    /** Gives an object a lock of which nobody was told. */
    public void lock(String key, Instant until) {
        objects.computeIfPresent(
                key, (name, stored) -> new Stored(stored.version(), stored.content(), "GOVERNANCE", until));
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI address = exchange.getRequestURI();
            String key = address.getPath().replaceFirst("^/bucket/?", "");
            String query = Optional.ofNullable(address.getQuery()).orElse("");
            byte[] sent = exchange.getRequestBody().readAllBytes();
            boolean chunked =
                    String.valueOf(header(exchange, "x-amz-content-sha256")).startsWith("STREAMING-");
            byte[] body = chunked ? content(sent) : sent;
            if (!key.isEmpty()) {
                requests.add(exchange.getRequestMethod() + " " + key + (query.isEmpty() ? "" : "?" + query));
            }
            switch (exchange.getRequestMethod()) {
                case "PUT" -> put(exchange, key, query, body);
                case "POST" -> multipart(exchange, key, query);
                case "HEAD" -> head(exchange, key, query);
                case "DELETE" -> delete(exchange, key, query);
                default -> {
                    if (key.isEmpty() && query.startsWith("versions")) {
                        listVersions(exchange);
                    } else if (key.isEmpty()) {
                        list(exchange, query);
                    } else {
                        get(exchange, key);
                    }
                }
            }
        }
    }

    private void put(HttpExchange exchange, String key, String query, byte[] body) throws IOException {
        String checksum = header(exchange, "Content-MD5");
        boolean another = header(exchange, "x-amz-trailer") != null || header(exchange, "x-amz-checksum-crc32") != null;
        if (checksum == null ? !another : !checksum.equals(md5(body))) {
            send(exchange, 400, error("InvalidRequest", "Content-MD5 or a checksum is required with Object Lock"));
            return;
        }
        exchange.getResponseHeaders().add("ETag", "\"" + md5(body) + "\"");
        if (query.equals("retention")) {
            retain(exchange, key, new String(body, StandardCharsets.UTF_8));
            return;
        }
        if (query.contains("partNumber=")) {
            parts.put(query.replaceFirst(".*partNumber=(\\d+).*", "$1"), body);
        } else {
            store(key, body, lock(exchange));
        }
        send(exchange, 200, "");
    }

    /** Only later than before. */
    private void retain(HttpExchange exchange, String key, String xml) throws IOException {
        Stored stored = objects.get(key);
        Instant until = Instant.parse(xml.replaceFirst("(?s).*<RetainUntilDate>(.*)</RetainUntilDate>.*", "$1"));
        if (stored == null || stored.until() != null && until.isBefore(stored.until())) {
            send(exchange, 403, error("AccessDenied", "a lock can't be made shorter"));
            return;
        }
        String mode = xml.replaceFirst("(?s).*<Mode>(.*)</Mode>.*", "$1");
        objects.put(key, new Stored(stored.version(), stored.content(), mode, until));
        send(exchange, 200, "");
    }

    private void multipart(HttpExchange exchange, String key, String query) throws IOException {
        if (query.contains("uploadId=")) {
            byte[] whole = new byte
                    [parts.values().stream().mapToInt(part -> part.length).sum()];
            int at = 0;
            for (byte[] part : parts.values()) {
                System.arraycopy(part, 0, whole, at, part.length);
                at += part.length;
            }
            parts.clear();
            store(key, whole, multipart);
            send(exchange, 200, "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
        } else {
            multipart = lock(exchange);
            send(
                    exchange,
                    200,
                    "<InitiateMultipartUploadResult><Bucket>bucket</Bucket><Key>" + key
                            + "</Key><UploadId>upload</UploadId></InitiateMultipartUploadResult>");
        }
    }

    private void store(String key, byte[] content, Map<String, String> lock) {
        String until = lock.get("until");
        Stored before = objects.put(
                key,
                new Stored(
                        "v" + ++versions,
                        ByteBuffer.wrap(content),
                        lock.get("mode"),
                        until == null ? null : Instant.parse(until)));
        if (before != null) {
            hidden.computeIfAbsent(key, name -> new CopyOnWriteArrayList<>()).add(before);
        }
    }

    private static Map<String, String> lock(HttpExchange exchange) {
        Map<String, String> lock = new TreeMap<>();
        lock.put("mode", header(exchange, "x-amz-object-lock-mode"));
        lock.put("until", header(exchange, "x-amz-object-lock-retain-until-date"));
        return lock;
    }

    private void get(HttpExchange exchange, String key) throws IOException {
        Stored stored = objects.get(key);
        if (stored == null) {
            send(exchange, 404, error("NoSuchKey", "there is none"));
            return;
        }
        exchange.sendResponseHeaders(200, stored.content().capacity());
        exchange.getResponseBody().write(stored.content().array());
    }

    private Optional<Stored> version(String key, String query) {
        return Stream.concat(Stream.ofNullable(objects.get(key)), hidden(key).stream())
                .filter(stored -> query.isEmpty() || query.equals("versionId=" + stored.version()))
                .findFirst();
    }

    private void head(HttpExchange exchange, String key, String query) throws IOException {
        Stored stored = version(key, query).orElse(null);
        if (key.isEmpty() || stored == null) {
            exchange.sendResponseHeaders(key.isEmpty() ? 200 : 404, -1);
            return;
        }
        exchange.getResponseHeaders().add("x-amz-version-id", stored.version());
        exchange.getResponseHeaders()
                .add("Content-Length", String.valueOf(stored.content().capacity()));
        if (stored.until() != null) {
            exchange.getResponseHeaders().add("x-amz-object-lock-mode", stored.mode());
            exchange.getResponseHeaders()
                    .add("x-amz-object-lock-retain-until-date", stored.until().toString());
        }
        exchange.sendResponseHeaders(200, -1);
    }

    /** Without a version it would only hide the object. */
    private void delete(HttpExchange exchange, String key, String query) throws IOException {
        Stored stored = query.isEmpty() ? null : version(key, query).orElse(null);
        if (stored == null) {
            send(exchange, 400, error("InvalidArgument", "a version is expected"));
            return;
        }
        if (!objects.remove(key, stored)) {
            hidden.get(key).remove(stored);
        } else if (!hidden(key).isEmpty()) {
            List<Stored> rest = hidden.get(key);
            objects.put(key, rest.remove(rest.size() - 1));
        }
        exchange.sendResponseHeaders(204, -1);
    }

    private void listVersions(HttpExchange exchange) throws IOException {
        StringBuilder xml = new StringBuilder("<ListVersionsResult><IsTruncated>false</IsTruncated>");
        objects.forEach((key, stored) -> Stream.concat(Stream.of(stored), hidden(key).stream())
                .forEach(version -> xml.append("<Version><Key>")
                        .append(key)
                        .append("</Key><VersionId>")
                        .append(version.version())
                        .append("</VersionId></Version>")));
        send(exchange, 200, xml.append("</ListVersionsResult>").toString());
    }

    private void list(HttpExchange exchange, String query) throws IOException {
        String prefix = query.contains("prefix=") ? query.replaceFirst(".*prefix=([^&]*).*", "$1") : "";
        StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
        objects.forEach((key, stored) -> {
            if (key.startsWith(prefix) && !unlisted.contains(key)) {
                xml.append("<Contents><Key>")
                        .append(key)
                        .append("</Key><Size>")
                        .append(stored.content().capacity())
                        .append("</Size></Contents>");
            }
        });
        send(exchange, 200, xml.append("</ListBucketResult>").toString());
    }

    private static String error(String code, String message) {
        return "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Takes the signed chunks apart, which the SDK sends over plain HTTP: length;signature, content. */
    private static byte[] content(byte[] chunks) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (at < chunks.length) {
            int end = at;
            while (chunks[end] != '\r') {
                end++;
            }
            String line = new String(chunks, at, end - at, StandardCharsets.US_ASCII);
            int length = Integer.parseInt(line.replaceFirst(";.*", ""), 16);
            if (length == 0) {
                break;
            }
            content.write(chunks, end + 2, length);
            at = end + 2 + length + 2;
        }
        return content.toByteArray();
    }

    private static String header(HttpExchange exchange, String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    private static String md5(byte[] body) throws IOException {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IOException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
