package org.coursebackup.store;

import java.time.Instant;

/**
 * An archive of a course as retention sees it.
 *
 * @param begun when its making began, which is the moment whose content it holds
 * @param good  whether it can be relied on; an archive that can't counts for nothing and is left to the administrator
 */
public record StoredArchive(String fileName, Instant begun, boolean good) {
}
