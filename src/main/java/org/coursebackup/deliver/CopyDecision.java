package org.coursebackup.deliver;

import org.coursebackup.history.ArchiveRow;

/**
 * Keep a copy at the second target or remove it, and why.
 *
 * @param reason never empty, no full stop at the end
 */
public record CopyDecision(ArchiveRow copy, boolean keep, String reason) {}
