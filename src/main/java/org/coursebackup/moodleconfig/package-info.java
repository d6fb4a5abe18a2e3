/**
 * Reads Moodle's {@code config.php} without PHP: enough of the language to know what the file says, and to know where
 * it does not know. Nothing is executed; what cannot be told is {@link org.coursebackup.moodleconfig.Unknown} with a
 * reason.
 */
package org.coursebackup.moodleconfig;
