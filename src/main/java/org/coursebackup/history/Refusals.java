package org.coursebackup.history;

import java.time.Instant;

/**
 * Archives that one place refused to delete since it last deleted one.
 *
 * @param latest when that was last; null if there are none
 */
public record Refusals(int count, Instant latest) {}
