/** Moodle's database as Java asks it: its tables under the site's prefix, and its courses with what became of them. */
package org.coursebackup.moodle;
