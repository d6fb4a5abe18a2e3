/**
 * Where archives are kept: named by Moodle's rule ({@link org.coursebackup.store.ArchiveName}), made durable and
 * published ({@link org.coursebackup.store.Target}, {@link org.coursebackup.store.CourseFiles}), and found again when
 * old ones may go ({@link org.coursebackup.store.OldArchives}).
 */
package org.coursebackup.store;
