/**
 * How the backups are, as figures, queries, JMX, metrics and health. Knows nothing of HTTP; the pages are made in
 * {@code web}.
 */
package org.coursebackup.report;
