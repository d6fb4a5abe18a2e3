package org.coursebackup.report;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;

/**
 * The last lines of the log, kept in memory: those of the run in progress or, after it, of the last one and of what
 * came after it. Before the first run, those since the program was started.
 */
public final class LogTail implements AutoCloseable, RunListener {
    /**
     * A line.
     *
     * @param course id of the course that it is about; 0 if about none, or that is not known
     * @param message without secrets; stack traces are only in the log itself
     */
    public record Line(Instant time, String level, long course, String message) {}

    /**
     * Lines of the log.
     *
     * @param runId of which run, as far as they belong to one; 0 before the first
     * @param lost how many earlier ones there were that are no longer kept
     * @param lines the latest first
     */
    public record Part(long runId, long lost, List<Line> lines) {}

    private static final int MOST = 1_000;
    private static final int LONGEST = 2_000;

    /** As messages name courses. */
    private static final Pattern COURSE = Pattern.compile("\\b[Cc]ourse (\\d{1,18})\\b");

    private static final List<String> LEVELS = List.of("ERROR", "WARN", "INFO");

    private final Deque<Line> lines = new ArrayDeque<>();
    private final UnaryOperator<String> masked;
    private long runId;
    private long lost;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            keep(event);
        }
    };

    /** @param masked takes secrets out of a text */
    public LogTail(UnaryOperator<String> masked) {
        this.masked = masked;
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            appender.setContext(logback);
            appender.setName("page");
            appender.start();
            logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(appender);
        }
    }

    private void keep(ILoggingEvent event) {
        String message = masked.apply(String.valueOf(event.getFormattedMessage()));
        Matcher course = COURSE.matcher(message);
        Line line = new Line(
                event.getInstant(),
                event.getLevel().toString(),
                course.find() ? Long.parseLong(course.group(1)) : 0,
                message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message);
        synchronized (lines) {
            lines.addLast(line);
            if (lines.size() > MOST) {
                lines.removeFirst();
                lost++;
            }
        }
    }

    /** A run has begun: what came before it is no longer shown. */
    @Override
    public void begun(RunRequest request, RunSummary run) {
        if (request.dryRun()) {
            return;
        }
        synchronized (lines) {
            lines.clear();
            lost = 0;
            runId = run.runId();
        }
    }

    /**
     * The last lines.
     *
     * @param level only of that one or a graver one; anything but ERROR, WARN and INFO: of all
     * @param course only about that one; 0: all
     */
    public Part latest(String level, long course) {
        int gravest = LEVELS.indexOf(level);
        List<Line> latest = new ArrayList<>();
        synchronized (lines) {
            for (Iterator<Line> newest = lines.descendingIterator(); newest.hasNext(); ) {
                Line line = newest.next();
                int grave = LEVELS.indexOf(line.level());
                if ((course == 0 || line.course() == course) && (gravest < 0 || grave >= 0 && grave <= gravest)) {
                    latest.add(line);
                }
            }
            return new Part(runId, lost, latest);
        }
    }

    @Override
    public void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
            appender.stop();
        }
    }
}
