package org.coursebackup.flow;

import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.api.management.ManagedCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The flow with its schedule on: Quartz itself begins the run. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScheduleRunTest {
    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.archiveQuickly();
        site.properties.setProperty("schedule.cron", "* * * * * ?");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void the_timer_begins_a_run() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Flow flow = site.open();
        flow.runs().listen(new RunListener() {
            @Override
            public void begun(RunRequest request, RunSummary run) {
                begun.countDown();
            }

            @Override
            public void ended(RunSummary run, String failure) {
                ended.countDown();
            }
        });

        flow.start(RouteFiles.in(site.folder), true);

        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(site.archived).contains(2L, 3L);
        assertThat(site.reader().runs(10, 0)).isNotEmpty().allMatch(run -> "schedule".equals(run.cause()));
        assertThat(flow.context()
                        .getCamelContextExtension()
                        .getContextPlugin(ManagedCamelContext.class)
                        .getManagedRoute("schedule")
                        .getExchangesTotal())
                .isPositive();
    }

    @Test
    void courses_tried_again_between_regular_starts_are_a_catch_up() throws Exception {
        int hour = site.clock.instant().atZone(ZoneOffset.UTC).getHour();
        site.properties.setProperty("schedule.cron", "0 0 " + (hour + 23) % 24 + " * * ?");
        site.editRoute("10-schedule.camel.yaml", "delay: 10000", "delay: 100");
        CountDownLatch ended = new CountDownLatch(1);
        Flow flow = site.open();
        flow.runs().listen(new RunListener() {
            @Override
            public void ended(RunSummary run, String failure) {
                ended.countDown();
            }
        });

        flow.start(RouteFiles.in(site.folder), true);

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(site.archived).contains(2L, 3L);
        assertThat(site.reader().runs(1, 0).get(0).cause()).isEqualTo("catch-up");
    }

    @Test
    void without_the_schedule_no_timer_stands_in_the_flow() throws Exception {
        Flow flow = site.start();

        assertThat(flow.context().getRoutes())
                .noneMatch(route -> route.getEndpoint().getEndpointUri().matches("(quartz|timer):.*"));
    }
}
