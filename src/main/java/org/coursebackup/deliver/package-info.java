/**
 * What leaves the program besides archives in the target folder: an outbox of mails, webhook calls and copies, each
 * tried again with growing pauses until it arrives or is given up.
 */
package org.coursebackup.deliver;
