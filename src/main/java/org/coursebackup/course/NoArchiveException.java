package org.coursebackup.course;

/** A stage needs the archive of a course for which none was made because it is unchanged. */
final class NoArchiveException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoArchiveException(long courseId) {
        super("Course " + courseId + " is unchanged, so no archive was made, but the stages for archives follow all the"
                + " same; its newest good archive stays what it was. Restore the filter with direct:unchanged in"
                + " routes/50-archive.camel.yaml, or take the step 'unchanged.find' out as well, so that every course"
                + " gets a new archive.");
    }
}
