/**
 * The state of the backups as figures, queries, JMX, metrics and health. Knows nothing of HTTP; {@code web} makes the
 * pages.
 */
package org.coursebackup.report;
