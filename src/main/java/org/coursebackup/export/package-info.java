/** Complete archives, and single activities of them, handed out as files that Moodle restores. */
package org.coursebackup.export;
