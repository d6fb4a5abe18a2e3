package org.coursebackup.report;

/**
 * The run as a managed bean, under {@value #NAME}. Sizes in bytes, ages in seconds. The routes themselves are managed
 * by Camel under {@code org.apache.camel:context=moodle-course-backup,type=routes,*}.
 */
public interface RunMXBean {
    /** Object name. */
    String NAME = "org.coursebackup:type=Run";

    boolean isInProgress();

    /** Id of the run in progress, otherwise of the last; 0 if there was none. */
    long getRunId();

    /** Courses selected so far. */
    int getOffered();

    int getDone();

    int getOk();

    int getWarned();

    /** Courses whose newest good archive still holds what they are. */
    int getUnchanged();

    int getSkipped();

    int getFailed();

    /** Size of the archives published. */
    long getBytes();

    /** 0 if no run is in progress. */
    double getCoursesPerMinute();

    /** Until the end of the run in progress, at its rate so far; -1 if unknown. */
    long getSecondsLeft();

    /**
     * Age, as of when they were last known to be current, of the oldest among all courses' newest good archives; -1 if
     * there is none.
     */
    long getOldestGoodArchiveAge();

    /** Courses without any, not counting those that a rule skips. */
    long getCoursesWithoutGoodArchive();

    /** How the last run ended: finished, failed or interrupted; empty before the first. */
    String getLastState();

    /** Ids of routes that somebody stopped or suspended, so that runs wait; empty for none. */
    String[] getStoppedRoutes();

    /** Begins a run of the courses that are due; says what happened. */
    String runNow();

    /** Courses being worked on are finished, no others are taken; says what happened. */
    String stopAfterCurrentCourses();
}
