package org.coursebackup.skip;

import java.time.Instant;

/**
 * What the program's own history knows about good archives. The 'unmodified' rules don't rely on the status alone: a
 * course that failed and was then skipped looks successful in {@code backup_courses}.
 */
@FunctionalInterface
public interface GoodArchives {
    /** When making the course's newest verified archive began; the epoch if there is none. */
    Instant newestStart(long courseId);
}
