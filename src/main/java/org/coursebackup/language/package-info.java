/**
 * What the page says, in the language of whoever reads it: texts from the bundles {@code report/messages*.properties},
 * figures and dates as that language writes them. Whatever programs read, and the log, stays English.
 */
package org.coursebackup.language;
