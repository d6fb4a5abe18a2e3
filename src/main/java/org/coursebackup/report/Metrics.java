package org.coursebackup.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.jmx.JmxConfig;
import io.micrometer.jmx.JmxMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.component.seda.SedaEndpoint;

import org.coursebackup.course.CourseWork;
import org.coursebackup.drill.Drills;
import org.coursebackup.history.Result;
import org.coursebackup.history.RunRow;
import org.coursebackup.history.SiteFigures;
import org.coursebackup.history.SiteFigures.Ages;
import org.coursebackup.run.RunListener;
import org.coursebackup.run.RunSummary;

/**
 * Figures for monitoring, as Prometheus text and in JMX (domain {@code metrics}). Names begin with
 * {@code coursebackup_}; those of the routes, one timer per stage, are Camel's: {@code camel_route_policy_seconds}.
 * What needs the history is queried at most once in ten seconds.
 */
public final class Metrics implements RunListener, AutoCloseable {
    /** The values of the gauges. */
    private record Figures(
            Instant when,
            Map<String, Long> statuses,
            Ages ages,
            RunRow last,
            long free,
            SiteFigures.Readings readings,
            Drills.Figures drills) {}

    private static final Duration FRESH = Duration.ofSeconds(10);

    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final AtomicReference<Figures> figures = new AtomicReference<>();
    private final Site site;
    private final Supplier<Drills.Figures> drills;
    private final Clock clock;

    public Metrics(Site site, Live live, Supplier<Drills.Figures> drills, Clock clock) {
        this.site = site;
        this.drills = drills;
        this.clock = clock;
        registry.add(prometheus);
        registry.add(new JmxMeterRegistry(JmxConfig.DEFAULT, io.micrometer.core.instrument.Clock.SYSTEM));
        for (String status : new String[] {"0", "1", "2", "3", "4", "5"}) {
            Gauge.builder("coursebackup.courses", () -> figures().statuses.getOrDefault(status, 0L))
                    .tag("status", status)
                    .description("Courses by Moodle's status")
                    .register(registry);
        }
        gauge(
                "coursebackup.oldest.good.archive.age",
                "seconds",
                "Age of the oldest of all courses' newest good archives",
                now -> now.ages.oldestAge(now.when).map(Duration::toSeconds).orElse(-1L));
        gauge(
                "coursebackup.courses.without.good.archive",
                null,
                "Courses without any good archive",
                now -> now.ages.none());
        gauge(
                "coursebackup.archives.damaged",
                null,
                "Archives that were found damaged and have no good copy",
                now -> now.readings.damaged());
        gauge(
                "coursebackup.archives.oldest.reading.age",
                "seconds",
                "How long ago the archive was read back that was not read for longest; -1 if there is none",
                now -> now.readings.oldest().equals(Instant.EPOCH)
                        ? -1
                        : Duration.between(now.readings.oldest(), now.when).toSeconds());
        gauge("coursebackup.target.free", "bytes", "Free space where the archives go", now -> now.free);
        gauge(
                "coursebackup.last.run.ended",
                "seconds",
                "When the last run ended, epoch seconds",
                now -> now.last == null ? 0 : now.last.ended().getEpochSecond());
        gauge(
                "coursebackup.last.run.duration",
                "seconds",
                "How long the last run took",
                now -> now.last == null ? 0 : now.last.took(now.when).toSeconds());
        gauge(
                "coursebackup.last.run.failed",
                null,
                "Courses that failed in the last run",
                now -> now.last == null ? 0 : now.last.totals().failed());
        gauge(
                "coursebackup.last.run.success",
                null,
                "1 when the last run came to its end",
                now -> now.last != null && now.last.state().equals("finished") ? 1 : 0);
        gauge(
                "coursebackup.drill.proved",
                null,
                "Courses of which an archive was proved restorable by a Moodle",
                now -> now.drills.proved());
        gauge("coursebackup.drill.failed", null, "Courses whose last restore drill failed", now -> now.drills.failed());
        gauge(
                "coursebackup.drill.oldest.age",
                "seconds",
                "Since the course proved longest ago was; -1 if none was",
                now -> now.drills.oldest() == null
                        ? -1
                        : Duration.between(now.drills.oldest(), now.when).toSeconds());
        Gauge.builder("coursebackup.run.in.progress", () -> live.progress().isPresent() ? 1 : 0)
                .description("1 while a run is in progress")
                .register(registry);
    }

    /** The routes' timers and the length of the queue. */
    public void watch(CamelContext context) {
        MicrometerRoutePolicyFactory timers = new MicrometerRoutePolicyFactory();
        timers.setCamelContext(context);
        timers.setMeterRegistry(registry);
        context.addRoutePolicyFactory(timers);
        Gauge.builder("coursebackup.queue.depth", context, Metrics::waiting)
                .description("Courses waiting for a worker")
                .register(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    public String scrape() {
        return prometheus.scrape();
    }

    @Override
    public void settled(CourseWork work, RunSummary run) {
        Result result = work.result();
        Counter.builder("coursebackup.courses.done")
                .tag("result", result.name().toLowerCase(java.util.Locale.ROOT))
                .description("Courses processed")
                .register(registry)
                .increment();
        if (work.report() != null && result.current()) {
            Counter.builder("coursebackup.statements")
                    .description("SQL statements sent for archives")
                    .register(registry)
                    .increment(work.report().statements());
        }
        if (work.report() != null && result.archived()) {
            Counter.builder("coursebackup.archives")
                    .baseUnit("bytes")
                    .description("Size of the archives published")
                    .register(registry)
                    .increment((double) work.report().bytes());
        }
        if (work.report() != null && result.archived()) {
            contents(
                    "cloned",
                    "Contents of files that archives share with earlier ones, or the pool",
                    work.traffic().cloned());
            contents(
                    "copied",
                    "Contents of files that were read and written",
                    work.traffic().copied());
            contents(
                    "read",
                    "Read of contents of files, and to read archives back",
                    work.traffic().bytesRead());
        }
        Timer.builder("coursebackup.course")
                .description("Time spent on a course")
                .register(registry)
                .record(work.took());
    }

    private void contents(String what, String description, long bytes) {
        Counter.builder("coursebackup.contents." + what)
                .baseUnit("bytes")
                .description(description)
                .register(registry)
                .increment((double) bytes);
    }

    private Figures figures() {
        Figures known = figures.get();
        if (known == null || clock.instant().isAfter(known.when.plus(FRESH))) {
            known = new Figures(
                    clock.instant(),
                    site.statuses(),
                    site.ages(),
                    site.last(),
                    site.space().free(),
                    site.readings(),
                    drills.get());
            figures.set(known);
        }
        return known;
    }

    private void gauge(String name, String unit, String description, ToDoubleFunction<Figures> value) {
        Supplier<Number> supplier = () -> value.applyAsDouble(figures());
        Gauge.builder(name, supplier).baseUnit(unit).description(description).register(registry);
    }

    private static double waiting(CamelContext context) {
        return context.getEndpoints().stream()
                .filter(SedaEndpoint.class::isInstance)
                .mapToInt(endpoint -> ((SedaEndpoint) endpoint).getCurrentQueueSize())
                .sum();
    }

    @Override
    public void close() {
        registry.close();
        registry.getRegistries().forEach(MeterRegistry::close);
    }
}
