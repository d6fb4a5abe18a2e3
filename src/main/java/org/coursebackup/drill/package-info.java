/** Restores archives with a real Moodle, to see that they can be restored, and counts what came of it. */
package org.coursebackup.drill;
