package org.coursebackup.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.coursebackup.course.CourseWork;
import org.coursebackup.history.Result;
import org.coursebackup.history.RunTotals;
import org.coursebackup.history.Traffic;

/**
 * Keeps count of the run in progress: which courses wait, which are being worked on, how many are done. The run is over
 * once the selection is complete and nothing waits or is being worked on, whichever threads do the work.
 */
final class ActiveRun {
    private static final long LOOK_MILLIS = 200;

    private final long id;
    private final RunRequest request;
    private final Instant started;
    private final Set<Long> waiting = new HashSet<>();
    private final Map<Long, CourseWork> working = new HashMap<>();
    /** Those being worked on whose end is counted already. */
    private final Set<Long> counted = new HashSet<>();

    private final Map<Result, Integer> counts = new EnumMap<>(Result.class);
    private int offered;
    private long bytes;
    private Traffic traffic = Traffic.NONE;
    private boolean selected;
    private boolean stopping;
    private boolean byHand;
    private String givenUp;

    ActiveRun(long id, RunRequest request, Instant started) {
        this.id = id;
        this.request = request;
        this.started = started;
    }

    long id() {
        return id;
    }

    RunRequest request() {
        return request;
    }

    Instant started() {
        return started;
    }

    /**
     * Counts a course that is about to be handed on; false if it is not wanted: the run is stopping, or the course is
     * already waiting or being worked on.
     */
    synchronized boolean offer(long courseId) {
        if (stopping || working.containsKey(courseId) || !waiting.add(courseId)) {
            return false;
        }
        offered++;
        return true;
    }

    /** Uncounts a course that never reached a worker. */
    synchronized void withdraw(long courseId) {
        if (waiting.remove(courseId)) {
            offered--;
            notifyAll();
        }
    }

    /**
     * A worker begins a course; false if the run is stopping, or an earlier run queued the course, which is then left
     * as it was.
     */
    synchronized boolean take(CourseWork work) {
        if (stopping || !waiting.remove(work.getCourseId())) {
            return false;
        }
        working.put(work.getCourseId(), work);
        return true;
    }

    /**
     * Counts how a course ended; {@code result} is null if somebody else had claimed it. The run goes on until it is
     * {@linkplain #settle settled}, so that listeners are told of the last course before they are told of the end.
     */
    synchronized void count(CourseWork work, Result result) {
        if (!work.equals(working.get(work.getCourseId())) || !counted.add(work.getCourseId())) {
            return;
        }
        if (result == null) {
            offered--;
        } else {
            counts.merge(result, 1, Integer::sum);
            if (result.archived() && work.report() != null) {
                bytes += work.report().bytes();
                traffic = traffic.plus(work.traffic());
            }
        }
    }

    /** A worker is done with a course, however it ended; it is counted unless it was. */
    synchronized void settle(CourseWork work, Result result) {
        count(work, result);
        if (working.remove(work.getCourseId(), work)) {
            counted.remove(work.getCourseId());
            notifyAll();
        }
    }

    synchronized void selected() {
        selected = true;
        notifyAll();
    }

    /** Somebody asked for it; unlike the end of the program. */
    synchronized void stopByHand() {
        byHand = true;
        stop();
    }

    synchronized boolean byHand() {
        return byHand;
    }

    synchronized void stop() {
        stopping = true;
        waiting.clear();
        notifyAll();
    }

    /** Takes no further courses, and ends as failed. */
    synchronized void giveUp(String reason) {
        if (givenUp == null) {
            givenUp = reason;
        }
        stop();
    }

    /** Why it ends as failed; null otherwise. */
    synchronized String givenUp() {
        return givenUp;
    }

    synchronized boolean stopping() {
        return stopping;
    }

    /** Waits until every course handed on is done. */
    synchronized void awaitAll() throws InterruptedException {
        while (!waiting.isEmpty() || !working.isEmpty()) {
            wait();
        }
    }

    /** Waits for the courses being worked on that are not held up; returns those not done by then. */
    synchronized List<CourseWork> awaitWorkers(Duration patience, Predicate<CourseWork> heldUp)
            throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = end - System.nanoTime();
                left > 0 && !working.values().stream().allMatch(heldUp);
                left = end - System.nanoTime()) {
            // wakes up regularly, since a course may become held up meanwhile
            wait(Math.max(1, Math.min(LOOK_MILLIS, left / 1_000_000)));
        }
        return new ArrayList<>(working.values());
    }

    synchronized RunSummary summary() {
        int done = counts.values().stream().mapToInt(Integer::intValue).sum();
        return new RunSummary(
                id,
                offered,
                selected,
                done,
                new RunTotals(
                        count(Result.OK),
                        count(Result.WARNING),
                        count(Result.UNCHANGED),
                        count(Result.SKIPPED),
                        count(Result.FAILED) + count(Result.INTERRUPTED),
                        bytes,
                        traffic),
                stopping);
    }

    private int count(Result result) {
        return counts.getOrDefault(result, 0);
    }
}
