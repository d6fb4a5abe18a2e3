package org.coursebackup.skip;

/**
 * What the tool's own history knows of good archives. The 'unmodified' rules ask it, and not the status alone: a course
 * that failed and was then skipped looks successful in {@code backup_courses}.
 */
@FunctionalInterface
public interface GoodArchives {
    /** When the making of the course's newest verified archive began, in epoch seconds; 0 when there is none. */
    long newestStart(long courseId);
}
