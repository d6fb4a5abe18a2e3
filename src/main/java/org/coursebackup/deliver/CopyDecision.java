package org.coursebackup.deliver;

import java.util.List;

import org.coursebackup.history.ArchiveRow;

/**
 * Keep a copy at the second target or remove it, and why.
 *
 * @param reason never empty, no full stop at the end
 * @param companions names of the files there that belong to it, such as its manifest
 */
public record CopyDecision(ArchiveRow copy, boolean keep, String reason, List<String> companions) {}
