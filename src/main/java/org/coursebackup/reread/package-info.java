/** Reads archives that stay back again, night by night, and repairs those that were damaged. */
package org.coursebackup.reread;
