package org.coursebackup.check;

import org.coursebackup.settings.Problem;

/**
 * One thing that was looked at.
 *
 * @param obstacle whether no run can work with it; false for what only deserves attention
 */
public record CheckFinding(Problem problem, boolean obstacle) {}
