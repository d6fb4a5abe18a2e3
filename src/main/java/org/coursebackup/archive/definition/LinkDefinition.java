package org.coursebackup.archive.definition;

/**
 * A link into the site that becomes a placeholder.
 *
 * @param module activity whose link it is; null for the course's
 * @param url relative to the site (course) or to the activity's folder; {@code N} and {@code M} stand for digits
 * @param placeholder name between {@code $@} and the numbers
 * @param encoded the whole URL is URL-encoded
 * @param strict an ampersand stands for itself only
 * @param when otherwise the rule does not exist
 */
public record LinkDefinition(
        String module, String url, String placeholder, boolean encoded, boolean strict, Condition when) {}
