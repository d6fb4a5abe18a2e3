/**
 * Whether a due course is skipped. {@link org.coursebackup.skip.SkipRules} decides and is free of side effects,
 * {@link org.coursebackup.skip.SkipFilter} brings it what it asks, {@link org.coursebackup.skip.CourseLog} asks
 * Moodle's log only when a rule needs it.
 */
package org.coursebackup.skip;
