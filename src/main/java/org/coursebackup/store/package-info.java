/**
 * From a finished {@code .part} to an archive that one can rely on: named by Moodle's rule
 * ({@link org.coursebackup.store.ArchiveName}), read back completely ({@link org.coursebackup.store.ReadBack} in the
 * route, {@link org.coursebackup.store.VerifyArchive} for the command), made durable and published
 * ({@link org.coursebackup.store.Target}), and older ones removed by policy ({@link org.coursebackup.store.Retention}).
 */
package org.coursebackup.store;
