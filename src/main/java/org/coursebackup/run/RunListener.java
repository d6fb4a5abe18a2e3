package org.coursebackup.run;

import org.coursebackup.course.CourseWork;

/** Is told of a run's progress; called by the workers' threads, so it has to be quick. */
public interface RunListener {
    /** A run has begun. */
    default void begun(RunRequest request, RunSummary run) {}

    /** A course is done. */
    default void settled(CourseWork work, RunSummary run) {}

    /** The run is over; {@code failure} is null unless the run itself failed. */
    default void ended(RunSummary run, String failure) {}
}
