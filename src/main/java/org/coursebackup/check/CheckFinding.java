package org.coursebackup.check;

import org.coursebackup.settings.Problem;

/**
 * Something found by a check.
 *
 * @param obstacle whether it prevents every run; false for what only deserves attention
 */
public record CheckFinding(Problem problem, boolean obstacle) {}
