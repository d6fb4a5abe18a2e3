package org.coursebackup.history;

import java.time.Instant;

/**
 * What a course becomes once its archive has its final name; recorded before, so that nobody has to guess afterwards.
 *
 * @param fileName the final name
 * @param outcome its {@code ended} is when this was announced
 * @param details without locations
 * @param nextStart when the course is due again
 */
public record Announced(String fileName, Outcome outcome, OutcomeDetails details, Instant nextStart) {}
