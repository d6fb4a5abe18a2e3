package org.coursebackup.flow;

import java.util.LinkedHashSet;
import java.util.Set;

/** Boils Camel's nested start-up exceptions down to a line or two. */
final class RouteTrouble {
    private RouteTrouble() {}

    static String of(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && !message.isBlank()) {
                messages.add(message.replaceAll("\\s*\\R\\s*", " ").trim());
            }
        }
        // an outer message that only repeats an inner one says nothing more
        messages.removeIf(message -> messages.stream()
                .anyMatch(other -> !other.equals(message)
                        && message.endsWith(other)
                        && !message.contains("Route(")
                        && !message.contains("line ")));
        String text = String.join(" ", messages);
        return text.isEmpty() ? failure.toString() : text;
    }
}
