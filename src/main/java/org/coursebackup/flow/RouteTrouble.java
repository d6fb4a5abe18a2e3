package org.coursebackup.flow;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.model.ModelCamelContext;

import org.coursebackup.settings.SettingsException;

/** Boils Camel's nested start-up exceptions down to a line or two that name file and line. */
final class RouteTrouble {
    private static final Pattern PLACED = Pattern.compile("\\.camel\\.\\w+.*\\bline:? \\d", Pattern.DOTALL);

    private RouteTrouble() {}

    /** @param context the context with the routes that could be read */
    static String of(Throwable failure, ModelCamelContext context, RouteFiles routes) {
        String words = words(failure);
        if (PLACED.matcher(words).find()) {
            return words;
        }
        String place = place(failure, context);
        if (place != null) {
            return place + ": " + words;
        }
        try {
            return BrokenStep.find(routes, failure)
                    .map(found -> found + " " + words)
                    .orElse(words);
        } catch (SettingsException unreadable) {
            return words;
        }
    }

    private static String place(Throwable failure, ModelCamelContext context) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String route = cause instanceof FailedToCreateRouteException create
                    ? create.getRouteId()
                    : cause instanceof FailedToStartRouteException start ? start.getRouteId() : null;
            if (route != null) {
                return RoutePlace.quoted(context, route, String.valueOf(cause.getMessage()));
            }
        }
        return null;
    }

    private static String words(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                messages.add(message.replaceAll("\\s*\\R\\s*", " ").trim());
            }
        }
        // an outer message that only repeats an inner one adds nothing
        messages.removeIf(message -> messages.stream()
                .anyMatch(other -> !other.equals(message)
                        && message.endsWith(other)
                        && !message.contains("Route(")
                        && !message.contains("line ")));
        String text = String.join(" ", messages);
        return text.isEmpty() ? failure.toString() : text;
    }
}
