/**
 * Whether a due course is skipped. {@link org.coursebackup.skip.SkipRules} decides and is free of side effects,
 * {@link org.coursebackup.skip.SkipFilter} is the predicate of the route, {@link org.coursebackup.skip.CourseLog} asks
 * Moodle's log only when a rule needs it.
 */
package org.coursebackup.skip;
