package org.coursebackup.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One entry in the table of addresses.
 *
 * @param method GET, which also answers HEAD, or POST
 * @param pattern a path whose parts are literal or, like {@code {id}}, match any one part
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
        /** Whoever is logged in and intends it, see {@link Access#meant}. */
        MEANT
    }

    /** Answers a request. */
    interface Handler {
        /** @param parts the parts of the path for which the pattern has names, in order */
        Answer answer(Request request, List<String> parts) throws IOException;
    }

    /** The parts of a path for which the pattern has names; empty if it does not match. */
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
