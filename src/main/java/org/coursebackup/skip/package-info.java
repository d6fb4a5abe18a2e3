/**
 * Whether a due course is skipped. {@link org.coursebackup.skip.SkipRules} decides and is free of side effects,
 * {@link org.coursebackup.skip.SkipFilter} gives it what it needs, {@link org.coursebackup.skip.CourseLog} reads
 * Moodle's log only when a rule needs it.
 */
package org.coursebackup.skip;
