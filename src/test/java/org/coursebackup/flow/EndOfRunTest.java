package org.coursebackup.flow;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import org.coursebackup.course.CourseWork;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunStoppedException;
import org.coursebackup.run.RunSummary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How runs end, and how they are stopped. */
class EndOfRunTest extends OnTestSite {
    @Test
    void no_run_begins_once_the_program_is_being_stopped() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        flow.stop();

        assertThatThrownBy(() -> site.run(RunRequest.due("command"))).hasMessageContaining("being stopped");

        assertThat(flow.runs().mayCatchUp()).isFalse();
        assertThat(site.reader().runs(10, 0)).isEmpty();
        assertThat(site.archived).isEmpty();
    }

    @Test
    void a_run_ends_only_when_listeners_were_told_of_its_last_course() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        CountDownLatch returned = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        flow.runs().listen(new RunListener() {
            @Override
            public void settled(CourseWork work, RunSummary run) {
                try {
                    // that long a run that does not wait for it would have had to end
                    returned.await(500, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                order.add("told of the course, " + run.ok() + " OK");
            }
        });

        site.run(new RunRequest(true, true, false, Set.of(3L), "command"));
        order.add("the run returned");
        returned.countDown();

        assertThat(order).containsExactly("told of the course, 1 OK", "the run returned");
    }

    @Test
    void stopping_lets_no_status_2_behind() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        site.properties.setProperty("shutdown.wait-seconds", "0");
        site.properties.setProperty("backup.workers", "1");
        site.archiveQuickly();
        site.before = id -> {
            atWork.countDown();
            never.await(60, TimeUnit.SECONDS);
        };
        Flow flow = site.start();
        var runner = Executors.newSingleThreadExecutor();
        Future<?> run = runner.submit(() -> site.run(RunRequest.due("command")));
        assertThat(atWork.await(60, TimeUnit.SECONDS)).isTrue();

        assertThat(flow.stop()).isTrue();

        assertThat(site.statuses().values()).doesNotContain("2").contains("0", "5");
        assertThat(flow.runs().last().orElseThrow().exitCode()).isEqualTo(130);
        assertThat(flow.runs().last().orElseThrow().failed()).isEqualTo(1);
        assertThat(site.reader().runs(1, 0)).singleElement().satisfies(row -> assertThat(row.state())
                .isEqualTo("interrupted"));
        never.countDown();
        run.cancel(true);
        runner.shutdownNow();
    }

    /** The split around the selection wraps the exception that ends it. */
    @Test
    void a_run_that_is_stopped_while_it_selects_is_interrupted_and_not_failed() throws Exception {
        site.archiveQuickly();
        Flow flow = site.start();
        Exchange exchange = new DefaultExchange(flow.context());
        exchange.getMessage().setBody(RunRequest.due("command"));
        flow.runs().begin(exchange);
        flow.runs().stop(Duration.ZERO, held -> false);
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new CamelExchangeException("Sequential processing failed", exchange, new RunStoppedException()));

        flow.runs().fail(exchange);

        assertThat(site.reader().runs(1, 0)).singleElement().satisfies(row -> assertThat(row.state())
                .isEqualTo("interrupted"));
    }
}
