/**
 * Reads Moodle's {@code config.php} without PHP: enough of the language to know what the file says, and to notice what
 * it cannot know. Nothing is executed; what cannot be determined is {@link org.coursebackup.moodleconfig.Unknown} with
 * a reason.
 */
package org.coursebackup.moodleconfig;
