/** The Moodle site that archives are made of: its settings, tables and one read-only transaction on them. */
package org.coursebackup.archive.site;
