package org.coursebackup.moodleconfig;

/**
 * A value that only PHP could determine.
 *
 * @param why continues a sentence whose subject is the value, such as "depends on the condition in line 12 of
 *     config.php"
 */
public record Unknown(String why) {}
