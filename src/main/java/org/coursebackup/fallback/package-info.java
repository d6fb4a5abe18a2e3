/** Moodle's own {@code admin/cli/backup.php} for the courses that this program cannot archive completely. */
package org.coursebackup.fallback;
