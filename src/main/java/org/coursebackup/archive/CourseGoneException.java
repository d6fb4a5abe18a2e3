package org.coursebackup.archive;

/** The course does not exist (any more), or Moodle is about to delete it. */
public class CourseGoneException extends ArchiveException {
    public CourseGoneException(long courseId) {
        super("Course " + courseId
                + " does not exist in Moodle's database (any more), or Moodle is deleting it. No archive was made;"
                + " if it was deleted on purpose, nothing needs to be done; its earlier archives stay.");
    }
}
