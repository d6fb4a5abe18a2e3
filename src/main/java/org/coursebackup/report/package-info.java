/**
 * The report page with its JSON, and what else tells how the backups are: JMX, metrics, health. One {@link Web} takes
 * every request of {@code routes/report.camel.yaml}; who may do what is decided by {@link Access}.
 */
package org.coursebackup.report;
