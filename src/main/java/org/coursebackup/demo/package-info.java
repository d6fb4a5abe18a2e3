/**
 * A small Moodle-shaped site, invented for this project: tables, rows and file pool that the main job backs up like any
 * real site. {@link org.coursebackup.demo.DemoSite} is the way in. The tables stand in {@code demo/schema/*.txt}, the
 * courses in classes named after them; nothing else of the program depends on this package.
 */
package org.coursebackup.demo;
