package org.coursebackup.web;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;

/**
 * An HTTP request. Reads the server's own request, since Camel's headers mix query parameters with real headers: an
 * address could set any header that way.
 */
final class Request {
    private final HttpServerRequest http;
    private final List<String> segments;

    Request(HttpServerRequest http) {
        this.http = http;
        this.segments = segments(http.path());
    }

    String method() {
        return http.method().name();
    }

    boolean reads() {
        return method().equals("GET") || method().equals("HEAD");
    }

    /** Parts of the path, decoded one by one: an encoded slash does not split a part. */
    List<String> segments() {
        return segments;
    }

    String segment(int n) {
        return n < segments.size() ? segments.get(n) : "";
    }

    /** The path with the query, for coming back after a login. */
    String uri() {
        return http.uri();
    }

    boolean json() {
        return segment(0).equals("api");
    }

    public String parameter(String name, String otherwise) {
        String value = http.params().get(name);
        return value == null ? otherwise : value;
    }

    /** A number within bounds: one outside becomes the nearest, anything else the default. */
    int number(String name, int otherwise, int least, int most) {
        String value = parameter(name, "");
        return value.matches("\\d{1,9}") ? Math.max(least, Math.min(most, Integer.parseInt(value))) : otherwise;
    }

    /** A field of a posted form, never of the query. */
    String field(String name) {
        String value = http.formAttributes().get(name);
        return value == null ? "" : value;
    }

    /** All values of a parameter that may come several times. */
    List<String> parameters(String name) {
        return http.params().getAll(name);
    }

    /** All values of a field of a posted form. */
    List<String> fields(String name) {
        return http.formAttributes().getAll(name);
    }

    String header(String name) {
        String value = http.getHeader(name);
        return value == null ? "" : value;
    }

    Optional<String> cookie(String name) {
        return Optional.ofNullable(http.getCookie(name)).map(Cookie::getValue);
    }

    /** Host and port as the client wrote them; HTTP/2 has no header for them. */
    String host() {
        return http.authority() == null ? "" : http.authority().toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether it came directly from this machine by a local name: not through a proxy, nor by another name that
     * resolves to this machine.
     */
    boolean local() {
        boolean loopback = http.remoteAddress() != null
                && http.remoteAddress().hostAddress() != null
                && isLoopback(http.remoteAddress().hostAddress());
        boolean proxied = Stream.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
                .anyMatch(name -> !header(name).isEmpty());
        return loopback && !proxied && host().matches("(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])(:\\d+)?");
    }

    /**
     * The address that counts for failed logins: the client's. Behind a proxy on this machine that is what the proxy
     * says; of IPv6 only the network, since everybody has countless addresses in it.
     */
    String origin() {
        String direct = http.remoteAddress() == null || http.remoteAddress().hostAddress() == null
                ? "?"
                : http.remoteAddress().hostAddress();
        String address = direct;
        if (isLoopback(direct)) {
            // the last one is the proxy's own entry, those before it are anybody's
            String[] forwarded = header("X-Forwarded-For").split(",");
            String last = forwarded[forwarded.length - 1].strip();
            address = last.matches("[0-9a-fA-F.:]{2,45}") ? last : direct;
        }
        return network(address);
    }

    private static String network(String address) {
        if (!address.contains(":") || address.contains(".")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, 8).replaceAll("(....)(?!$)", "$1:") + "::/64";
        } catch (UnknownHostException | IndexOutOfBoundsException notAnAddress) {
            return address;
        }
    }

    /** Whether the browser speaks HTTPS, as a proxy says. */
    boolean encrypted() {
        return header("X-Forwarded-Proto").equalsIgnoreCase("https")
                || header("Forwarded").toLowerCase(Locale.ROOT).matches("(.*[;,\\s])?proto=\"?https\"?([;,\\s].*)?");
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }

    static List<String> segments(String path) {
        return Stream.of(path.split("/"))
                .filter(part -> !part.isEmpty())
                .map(Request::decoded)
                .toList();
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return part;
        }
    }
}
