/** Queries to Moodle's database: its tables under the site's prefix, and its courses with their backup status. */
package org.coursebackup.moodle;
