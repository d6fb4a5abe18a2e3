package org.coursebackup.report;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/** The last lines of the log, kept in memory. */
public final class LogTail implements AutoCloseable {
    /**
     * A line.
     *
     * @param message without secrets; stack traces are only in the log itself
     */
    public record Line(Instant time, String level, String message) {}

    private static final int MOST = 500;
    private static final int LONGEST = 2_000;

    private final Deque<Line> lines = new ArrayDeque<>();
    private final UnaryOperator<String> masked;
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
        Line line = new Line(
                event.getInstant(),
                event.getLevel().toString(),
                message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message);
        synchronized (lines) {
            lines.addLast(line);
            if (lines.size() > MOST) {
                lines.removeFirst();
            }
        }
    }

    /** The last lines, the latest first. */
    public List<Line> latest() {
        List<Line> latest;
        synchronized (lines) {
            latest = new ArrayList<>(lines);
        }
        Collections.reverse(latest);
        return latest;
    }

    @Override
    public void close() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
            appender.stop();
        }
    }
}
