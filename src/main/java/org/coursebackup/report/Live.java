package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import org.apache.camel.CamelContext;

import org.coursebackup.course.CourseWork;
import org.coursebackup.history.HistoryJson;
import org.coursebackup.history.RunTotals;
import org.coursebackup.language.Language;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.run.Runs;

/** The run in progress. */
public final class Live implements RunListener {
    /**
     * The run in progress.
     *
     * @param complete whether the selection is through, so that {@code offered} is final
     * @param stopping whether it takes no further courses
     */
    public record Progress(
            long runId,
            int offered,
            boolean complete,
            int done,
            @JsonUnwrapped RunTotals totals,
            @JsonUnwrapped Pace pace,
            boolean stopping,
            List<Working> working) {}

    /**
     * How fast the run proceeds.
     *
     * @param lasted time since it began
     * @param perMinute courses done per minute
     * @param left time until its end at this rate; null until something is done
     */
    public record Pace(@JsonProperty("seconds") Duration lasted, double perMinute, Duration left) {
        static Pace of(RunSummary run, Duration lasted) {
            double seconds = Math.max(0.001, lasted.toMillis() / 1000.0);
            double rate = run.done() / seconds;
            Duration left = rate == 0 ? null : Duration.ofSeconds(Math.round((run.offered() - run.done()) / rate));
            return new Pace(lasted, rate * 60, left);
        }
    }

    /**
     * A course being worked on.
     *
     * @param route the route it is in
     * @param stage what is being done to it, in words
     * @param lasted for how long it has been worked on
     * @param bytes of its archive written so far; -1 while there is none
     */
    public record Working(
            long courseId,
            String shortname,
            String route,
            String stage,

            @JsonProperty("millis") @JsonSerialize(using = HistoryJson.Milliseconds.class)
            Duration lasted,

            long bytes) {
        /** Whole seconds. */
        @JsonProperty
        public long seconds() {
            return lasted.toSeconds();
        }
    }

    /**
     * What is going on right now.
     *
     * @param running null if no run is in progress
     */
    public record Now(Progress running) {}

    private final Runs runs;
    private final Clock clock;
    private volatile Instant begun;
    private volatile CamelContext context;

    public Live(Runs runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    public void watch(CamelContext context) {
        this.context = context;
    }

    /** What is going on right now, without asking any database. */
    public Now now() {
        return new Now(progress().orElse(null));
    }

    Optional<Progress> progress() {
        Instant since = begun;
        return since == null ? Optional.empty() : runs.current().map(run -> progress(run, since));
    }

    private Progress progress(RunSummary run, Instant since) {
        return new Progress(
                run.runId(),
                run.offered(),
                run.complete(),
                run.done(),
                run.totals(),
                Pace.of(run, Duration.between(since, clock.instant())),
                run.interrupted(),
                working());
    }

    private List<Working> working() {
        CamelContext camel = context;
        return camel == null
                ? List.of()
                : camel.getInflightRepository().browse("course").stream()
                        .filter(inflight ->
                                inflight.getExchange().getVariable(CourseWork.VARIABLE) instanceof CourseWork)
                        .map(inflight -> {
                            CourseWork work = inflight.getExchange().getVariable(CourseWork.VARIABLE, CourseWork.class);
                            return new Working(
                                    work.getCourseId(),
                                    work.getShortname(),
                                    inflight.getAtRouteId(),
                                    stage(String.valueOf(inflight.getAtRouteId())),
                                    Duration.between(work.begun(), clock.instant()),
                                    work.writtenSoFar());
                        })
                        // an exchange and its copy are one course
                        .collect(Collectors.toMap(
                                Working::courseId, Function.identity(), (one, other) -> other, LinkedHashMap::new))
                        .values()
                        .stream()
                        .toList();
    }

    private static String stage(String route) {
        String key = "stage." + route;
        return Language.ENGLISH.knows(key) ? Language.ENGLISH.say(key) : route;
    }

    @Override
    public void begun(RunRequest request, RunSummary run) {
        begun = clock.instant();
    }
}
