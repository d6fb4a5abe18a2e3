package org.coursebackup.retention;

/**
 * Keep an archive or remove it, and why.
 *
 * @param reason never empty, no full stop at the end
 */
public record RetentionDecision(StoredArchive archive, boolean keep, String reason) {}
