package org.coursebackup.cli;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.CourseWork;
import org.coursebackup.history.Result;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.run.Words;

/** One log line per course, and one at the beginning and end of a run. */
final class ProgressLog implements RunListener {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);

    @Override
    public void begun(RunRequest request, RunSummary run) {
        LOG.info("Run {} begins ({}).", run.runId(), request.cause());
    }

    @Override
    public void settled(CourseWork work, RunSummary run) {
        Result result = work.result();
        String course = "Course " + work.getCourseId() + " (" + work.getShortname() + "): ";
        if (result == Result.OK) {
            LOG.info(
                    "{}OK, {} in {}: {}",
                    course,
                    Words.bytes(work.report().bytes()),
                    Words.seconds(work.took()),
                    work.getFileName());
        } else if (result == Result.WARNING) {
            LOG.warn("{}WARNING, {}: {}", course, work.getFileName(), work.getReason());
        } else if (result == Result.UNCHANGED) {
            LOG.info("{}{}", course, work.getReason());
        } else if (result == Result.SKIPPED) {
            LOG.info("{}skipped: {}", course, work.getReason());
        } else {
            LOG.warn("{}{}: {}", course, result == Result.GONE ? "gone" : "FAILED", work.getReason());
        }
    }

    @Override
    public void ended(RunSummary run, String failure) {
        if (failure != null) {
            LOG.error("Run {} FAILED: {} {}", run.runId(), failure, Words.summary(run));
        } else {
            LOG.info("Run {} {}. {}", run.runId(), run.interrupted() ? "was interrupted" : "ended", Words.summary(run));
        }
    }
}
