package org.coursebackup.deliver;

/**
 * Something that has to be sent somewhere.
 *
 * @param id unique
 * @param kind {@code mail}, {@code webhook} or {@code copy}: the route {@code send-KIND} sends it
 * @param subject one line for people; for a copy, the archive's file name
 * @param content the mail's text, the webhook's JSON, the path of the archive to copy
 * @param created epoch seconds
 * @param attempts failed attempts so far
 * @param nextTry epoch seconds
 * @param error why the last attempt failed; null if none has
 * @param givenUp epoch seconds; 0 while it is still being tried
 */
public record Delivery(
        String id,
        String kind,
        String subject,
        String content,
        long created,
        int attempts,
        long nextTry,
        String error,
        long givenUp) {
    /** Name of the exchange variable. */
    public static final String VARIABLE = "delivery";
}
