/**
 * Definitions made by the site's own code: a PHP script builds the backup structures of every installed component
 * without making a backup, and what it prints becomes YAML files in the language of {@code docs/DEFINITIONS.md}.
 */
package org.coursebackup.describe;
