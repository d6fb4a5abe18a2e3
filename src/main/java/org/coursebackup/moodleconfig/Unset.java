package org.coursebackup.moodleconfig;

/**
 * PHP's false for an environment variable that this process does not have. Others may have it, so this is not a value.
 *
 * @param why as in {@link Unknown}
 */
record Unset(String why) {}
