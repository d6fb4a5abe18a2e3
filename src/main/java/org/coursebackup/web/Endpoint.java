package org.coursebackup.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of the table of addresses.
 *
 * @param method GET, which answers HEAD, too, or POST
 * @param pattern a path whose parts are literal or, as {@code {id}}, any one part
 */
record Endpoint(String method, String pattern, Door door, Handler handler) {
    /** Who is let in. */
    enum Door {
        /** Everybody. */
        OPEN,
        /** Whoever may read, see {@link Access#mayRead}. */
        READ,
        /** Whoever is logged in. */
        LOGIN,
        /** Whoever is logged in and means it, see {@link Access#meant}. */
        MEANT
    }

    /** Answers a request. */
    interface Handler {
        /** @param parts what stands in the path where the pattern has a name, in order */
        Answer answer(Request request, List<String> parts) throws IOException;
    }

    /** The parts of a path that stand for names; nothing when the path is another. */
    Optional<List<String>> match(List<String> path) {
        List<String> wanted = Request.segments(pattern);
        if (wanted.size() != path.size()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            if (wanted.get(i).startsWith("{")) {
                parts.add(path.get(i));
            } else if (!wanted.get(i).equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(parts);
    }

    boolean takes(Request request) {
        return method.equals(request.method().equals("HEAD") ? "GET" : request.method());
    }
}
