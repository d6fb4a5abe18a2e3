package org.coursebackup.archive.definition;

/**
 * A link into the site that becomes a placeholder.
 *
 * @param module activity whose link it is; null for the course's
 * @param url relative to the site (course) or to the activity's folder; {@code N}, {@code M} and {@code L} (behind an
 *     equals sign) stand for digits
 * @param placeholder name between {@code $@} and the numbers
 * @param encoded whether the whole URL is URL-encoded
 * @param strict whether an ampersand matches only itself, not its entity
 * @param when condition under which the rule applies
 */
public record LinkDefinition(
        String module, String url, String placeholder, boolean encoded, boolean strict, Condition when) {}
