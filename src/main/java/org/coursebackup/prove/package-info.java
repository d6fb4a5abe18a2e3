/** Has the site's own code make an archive of a course and compares ours with it; keeps the verdicts by component. */
package org.coursebackup.prove;
