/**
 * Definitions made by the site's own code: a PHP script builds the backup structures of every installed component
 * without making a backup, and its output becomes YAML files in the format of {@code docs/DEFINITIONS.md}.
 */
package org.coursebackup.describe;
