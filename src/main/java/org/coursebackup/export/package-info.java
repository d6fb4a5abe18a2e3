/**
 * Opens archives entry by entry: hands them out as files that Moodle restores, whole or one activity, and tells what
 * differs between two.
 */
package org.coursebackup.export;
