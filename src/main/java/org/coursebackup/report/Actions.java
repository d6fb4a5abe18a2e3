package org.coursebackup.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.course.Reason;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.language.Code;
import org.coursebackup.language.Text;
import org.coursebackup.reread.Verification;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.Runs;

/** What the page's buttons and JMX can start and stop. */
public final class Actions {
    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
    private static final long LOOK_MILLIS = 1500;

    private static final String RUN = "run";
    private static final String VERIFY = "verify-chosen";

    private final Runs runs;
    private final Predicate<String> stopped;
    private final Verification verification;
    private volatile ProducerTemplate producer;
    private volatile CompletableFuture<Exchange> verifying = CompletableFuture.completedFuture(null);

    /** @param stopped whether somebody stopped the route with that id */
    public Actions(Runs runs, Predicate<String> stopped, Verification verification) {
        this.runs = runs;
        this.stopped = stopped;
        this.verification = verification;
    }

    public void use(CamelContext context) {
        producer = context.createProducerTemplate();
    }

    /**
     * Begins a run of the courses that are due.
     *
     * @throws RefusedException if another run is active, or if it fails at once
     */
    public void runNow(String cause) {
        begin(RunRequest.due(cause));
    }

    /** Begins a run of one course, due or not, whatever the skip rules say. */
    public void backUp(long courseId, String cause) {
        begin(new RunRequest(false, true, false, Set.of(courseId), cause));
    }

    /** The same for several courses. */
    public void backUp(Set<Long> courses, String cause) {
        if (courses.isEmpty()) {
            throw new RefusedException(Text.of("refused.none-chosen"));
        }
        begin(new RunRequest(false, true, false, courses, cause));
    }

    /**
     * Begins to read the newest archives of these courses back.
     *
     * @throws RefusedException if nothing was begun, and why
     */
    public synchronized void verify(Set<Long> courses) {
        if (courses.isEmpty() || courses.size() > Verification.MOST) {
            throw new RefusedException(Text.of("refused.verify.number", Verification.MOST, new Code("verify --all")));
        }
        if (!runs.idle()) {
            throw new RefusedException(Text.of("refused.verify.running"));
        }
        if (producer.getCamelContext().getRoute(VERIFY) == null || stopped.test(VERIFY)) {
            throw new RefusedException(Text.of("refused.verify.route", new Code(VERIFY), new Code("init")));
        }
        List<ArchiveRow> archives = verification.newest(courses);
        if (archives.isEmpty()) {
            throw new RefusedException(Text.of("refused.verify.none"));
        }
        if (!verifying.isDone() || !verification.begin(archives.size())) {
            throw new RefusedException(Text.of("refused.verify.busy"));
        }
        verifying = producer.asyncSend(
                        "direct:" + VERIFY, exchange -> exchange.getMessage().setBody(archives))
                .whenComplete((done, failure) -> {
                    verification.end();
                    if (failure != null || done.getException() != null) {
                        LOG.warn(
                                "Reading chosen archives back ended early: {}",
                                Reason.of(failure != null ? failure : done.getException()));
                    }
                });
    }

    /** How far reading back is; empty before the first. */
    public Optional<Verification.State> verification() {
        return verification.state();
    }

    /** Courses being worked on are finished, no others are taken. False if no run is in progress. */
    public boolean stopAfterCurrentCourses() {
        return runs.stopAfterCurrentCourses();
    }

    private void begin(RunRequest request) {
        if (!runs.idle()) {
            throw new RefusedException(Text.of("refused.running"));
        }
        if (stopped.test(RUN)) {
            throw new RefusedException(Text.of("refused.stopped", new Code(RUN)));
        }
        CompletableFuture<Exchange> run = producer.asyncSend(
                "direct:run", exchange -> exchange.getMessage().setBody(request));
        try {
            // long enough to learn of a refusal, for instance because of a run in another process
            Exchange done = run.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (done.getException() != null) {
                throw new RefusedException(Text.english(Reason.of(done.getException())));
            }
        } catch (TimeoutException goesOn) {
            LOG.info("Run started by {}.", request.cause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            throw new RefusedException(Text.english(Reason.of(failure)));
        }
    }
}
