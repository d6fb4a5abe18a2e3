/** The Moodle site whose courses are archived: its settings, its tables and a read-only transaction on them. */
package org.coursebackup.archive.site;
