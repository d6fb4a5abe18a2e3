package org.coursebackup.deliver;

import java.time.Instant;

/**
 * Something that has to be sent somewhere.
 *
 * @param id unique
 * @param kind {@code mail}, {@code webhook} or {@code copy}: the route {@code send-KIND} sends it
 * @param subject one line for people; for a copy, the archive's file name
 * @param content the mail's text, the webhook's JSON, the path of the archive to copy
 * @param attempts failed attempts so far
 * @param error why the last attempt failed; null if none has
 * @param givenUp null while it is still being tried
 */
public record Delivery(
        String id,
        String kind,
        String subject,
        String content,
        Instant created,
        int attempts,
        Instant nextTry,
        String error,
        Instant givenUp) {
    /** Name of the exchange variable. */
    public static final String VARIABLE = "delivery";
}
