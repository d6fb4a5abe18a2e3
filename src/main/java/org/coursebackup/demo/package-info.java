/**
 * A small Moodle-like site, invented for this project: tables, rows and a file pool, backed up like those of a real
 * site. {@link org.coursebackup.demo.DemoSite} is the entry point. The tables are listed in {@code demo/schema/*.txt},
 * the courses are made by classes named after them. Only the command {@code demo} uses this package.
 */
package org.coursebackup.demo;
