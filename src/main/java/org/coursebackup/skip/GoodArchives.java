package org.coursebackup.skip;

/**
 * What the program's own history knows about good archives. The 'unmodified' rules don't rely on the status alone: a
 * course that failed and was then skipped looks successful in {@code backup_courses}.
 */
@FunctionalInterface
public interface GoodArchives {
    /** When making the course's newest verified archive began, in epoch seconds; 0 if there is none. */
    long newestStart(long courseId);
}
