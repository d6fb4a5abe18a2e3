/** Texts on their way into an archive: what XML can carry, links, serialised PHP, encryption. */
package org.coursebackup.archive.text;
