package org.coursebackup.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.model.ModelCamelContext;

import org.coursebackup.course.ArchiveStep;
import org.coursebackup.course.Archiver;
import org.coursebackup.course.CourseWork;
import org.coursebackup.course.DeletedCourseStep;
import org.coursebackup.course.EncryptStep;
import org.coursebackup.course.ExclusionStep;
import org.coursebackup.course.MainDatabaseDecides;
import org.coursebackup.course.ManifestStep;
import org.coursebackup.course.PoolStep;
import org.coursebackup.course.Reason;
import org.coursebackup.course.RetentionStep;
import org.coursebackup.course.SkipStep;
import org.coursebackup.deliver.CopyRetention;
import org.coursebackup.drill.Drills;
import org.coursebackup.history.CourseListSync;
import org.coursebackup.history.DeletedCourses;
import org.coursebackup.history.Exclusions;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.reread.Rereading;
import org.coursebackup.reread.Verification;
import org.coursebackup.run.CatchUp;
import org.coursebackup.run.MissedNights;
import org.coursebackup.run.RunActiveException;
import org.coursebackup.run.RunLock;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunStoppedException;
import org.coursebackup.run.RunSummary;
import org.coursebackup.run.Runs;
import org.coursebackup.run.ThisProcess;
import org.coursebackup.schedule.NextStart;
import org.coursebackup.settings.DatabaseTrouble;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.skip.CourseFacts;
import org.coursebackup.skip.CourseLog;
import org.coursebackup.skip.SkipDecision;
import org.coursebackup.skip.SkipFilter;
import org.coursebackup.skip.SkipRules;
import org.coursebackup.status.Outcomes;
import org.coursebackup.status.Recovery;
import org.coursebackup.status.WrongTimes;
import org.coursebackup.store.FinalNames;
import org.coursebackup.store.Target;
import org.coursebackup.store.TargetPlace;
import org.coursebackup.verify.ReadBack;

/** The routes with the beans they call, in one Camel context. */
public final class Flow implements AutoCloseable {
    private final Main main = new Main();
    private final Settings settings;
    private final Pools pools;
    private final Clock clock;
    private final HistoryReader reader;
    private final Runs runs;
    private final Outcomes outcomes;
    private final SkipFilter skipRules;
    private final ExclusionStep exclusions;
    private final Recovery recovery;
    private final ProofBeans proof;
    private final Drills drills;
    private final MissedNights missed;
    private final Rereading rereading;
    private final Verification verification;
    private final PoolStep pool;
    private final StoppedRoutes stopped = new StoppedRoutes();
    private final Surroundings surroundings;
    private final SecretMask mask;
    private DryRun dryRun;
    private Runnable end = this::endWhenAsked;

    /** Nothing runs before {@link #start}. Relative paths are resolved against the settings' folder. */
    public Flow(Settings settings, Pools pools, Archiver archiver, Clock clock) {
        this(settings, pools, new History(pools.history()), archiver, clock);
    }

    private Flow(Settings settings, Pools pools, History history, Archiver archiver, Clock clock) {
        this.settings = settings;
        this.pools = pools;
        this.clock = clock;
        reader = new HistoryReader(pools.history());
        runs = new Runs(
                RunLock.of(settings, pools.history()),
                history,
                settings.history().keep(),
                clock,
                ThisProcess.words());
        NextStart nextStart = nextStart();
        ManifestKey key = new ManifestKey(settings.target().manifestKey());
        ReadingBeans reading = new ReadingBeans(settings, pools, key, history, reader, this::context, clock);
        outcomes =
                new Outcomes(settings.target().directory(), key, history, nextStart, reading.suspected()::look, clock);
        main.bind("moodle", pools.moodle().connections());
        main.bind("moodleStream", pools.stream());
        main.bind("moodleContent", pools.content());
        main.bind("historyDatabase", pools.history());
        main.bind("run", runs);
        skipRules = skipFilter();
        main.bind("skipRules", new SkipStep(skipRules, runs::force));
        exclusions = new ExclusionStep(
                new Exclusions(
                        pools.history(), clock.withZone(settings.schedule().zone())),
                runs::force);
        main.bind("exclusions", exclusions);
        proof = new ProofBeans(settings, pools, clock);
        main.bind("definitions", proof.definitions());
        main.bind("nightlyProof", proof.nightly(archiver, runs));
        drills = new Drills(pools.history());
        main.bind("drill", DrillBeans.scheduled(settings, pools, runs, clock));
        main.bind(
                "archiver",
                new ArchiveStep(
                        new MainDatabaseDecides(
                                proof.warning(DeliveryBeans.withFallback(archiver, settings)),
                                new MoodleCourses(pools.moodle())),
                        settings,
                        FinalNames.of(pools.moodle(), settings),
                        reader));
        rereading = reading.rereading(runs);
        main.bind("reread", rereading);
        verification = new Verification(rereading, reader::archives, clock);
        main.bind("verification", verification);
        main.bind("unchanged", reading.unchanged(runs::insists));
        pool = reading.pool(runs);
        main.bind("pool", pool);
        main.bind("manifest", new ManifestStep(settings.target(), key, clock));
        main.bind("readBack", new ReadBack());
        main.bind("encryption", new EncryptStep(settings.target()));
        main.bind(
                "target",
                new Target(
                        settings.target().directory(),
                        settings.target().endpoint(),
                        name -> TargetPlace.in(context(), settings.target().endpoint())
                                .size(name, clock),
                        settings.target().recipients().wanted()));
        DeliveryBeans.bind(
                main::bind,
                settings,
                pools,
                history,
                reader,
                this::notices,
                () -> TargetPlace.in(context(), settings.target().second()),
                reading.elsewhere(),
                clock);
        main.bind("catchUp", new CatchUp(nextStart::night, runs, this::due));
        main.bind("outcome", outcomes);
        surroundings = new Surroundings(settings, pools, runs, stopped, this::context, clock);
        main.bind("surroundings", surroundings);
        recovery = new Recovery(settings.target().directory(), key, outcomes, history, reader, nextStart, runs, clock);
        RetentionStep retention = new RetentionStep(settings, history, reader, clock);
        main.bind("retention", retention);
        DeletedCourseStep deleted = new DeletedCourseStep(
                settings.keepDeleted(),
                new MoodleCourses(pools.moodle()),
                new DeletedCourses(pools.history()),
                retention,
                clock.withZone(settings.schedule().zone()));
        main.bind("deletedCourses", deleted);
        main.bind(
                "copyRetention",
                new CopyRetention(
                        settings,
                        () -> TargetPlace.in(context(), settings.target().second()),
                        deleted,
                        history,
                        reader,
                        clock));
        main.bind("recovery", recovery);
        missed = new MissedNights(settings.schedule().starts(), history, reader, clock);
        main.bind("missedNights", missed);
        main.bind("wrongTimes", new WrongTimes(pools.moodle(), history, nextStart::regular, clock));
        main.bind("courseList", new CourseListSync(new MoodleCourses(pools.moodle()), pools.history()));
        mask = new SecretMask(settings.secrets());
        configure(context -> stopped.guard(context, () -> end.run()));
        configure(context -> MaskedManagement.install(context, mask));
        runs.passOver(new MoodleCourses(pools.moodle())::beingDeleted);
        runs.restWhile(() -> stopped.contains("schedule"));
    }

    /** To be called before {@link #start}: adds a bean for routes besides the stages. */
    public Flow bind(String name, Object bean) {
        main.bind(name, bean);
        return this;
    }

    /**
     * To be called before {@link #start}: sets a property of Camel's own, or a {@code {{placeholder}}} for route files.
     */
    public Flow property(String key, String value) {
        main.addOverrideProperty(key, value);
        return this;
    }

    /** To be called before {@link #start}: changes the context before any route is built. */
    public Flow configure(Consumer<CamelContext> change) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport camel) {
                change.accept(camel.getCamelContext());
            }
        });
        return this;
    }

    /**
     * To be called before {@link #start}: what happens instead of {@link #stop} and {@link #close} when JMX stops the
     * context.
     */
    public void endBy(Runnable end) {
        this.end = end;
    }

    /**
     * To be called before {@link #start}: nothing will be written anywhere; {@code told} gets each selected course with
     * what would happen to it.
     */
    public Flow dryRun(BiConsumer<Map<?, ?>, String> told) {
        dryRun = new DryRun(told);
        return this;
    }

    /** Starts the routes, the schedule only if wanted. */
    public void start(RouteFiles routes, boolean scheduled) throws FlowException, SettingsException {
        start(routes, scheduled, true);
    }

    /** Builds the routes as {@link #start} with the schedule would, without running any. */
    public void build(RouteFiles routes) throws FlowException, SettingsException {
        start(routes, true, false);
    }

    private void start(RouteFiles routes, boolean scheduled, boolean run) throws FlowException, SettingsException {
        main.setDefaultPropertyPlaceholderLocation("false");
        settings.placeholders().forEach(main::addOverrideProperty);
        main.addOverrideProperty("flow.scheduled", String.valueOf(scheduled));
        main.addOverrideProperty("flow.target", scheme(settings.target().endpoint()));
        main.addOverrideProperty("flow.second-target", scheme(settings.target().second()));
        main.addOverrideProperty(
                "flow.second-target-tidied", String.valueOf(settings.target().secondTidied()));
        main.addOverrideProperty("flow.mail", String.valueOf(settings.mail().wanted()));
        main.addOverrideProperty(
                "flow.webhook", String.valueOf(settings.webhook().wanted()));
        if (!settings.mail().user().isEmpty()) {
            main.addOverrideProperty("flow.mail-login", "#mailLogin");
        }
        main.addInitialProperty("flow.page", "false");
        main.configure()
                .withName(run ? "moodle-course-backup" : "moodle-course-backup-check")
                .withRoutesIncludePattern(String.join(",", routes.locations()))
                .withShutdownTimeout(10)
                // no step reads a stream twice; its folder in the system's temporary one would outlive a killed process
                .withStreamCachingEnabled(false)
                .withAutoStartup(run);
        // so that messages name file and line
        main.configure().setSourceLocationEnabled(true);
        // steps that log do so under a name of their own, which is not silenced like Camel's
        main.configure().setLogName("routes.${routeId}");
        main.configure()
                .setStartupSummaryLevel(scheduled && run ? StartupSummaryLevel.Oneline : StartupSummaryLevel.Off);
        if (!scheduled || !run) {
            main.addOverrideProperty("camel.component.quartz.autoStartScheduler", "false");
        }
        try {
            main.init();
            List<Problem> dangling =
                    run ? new RouteGraph((ModelCamelContext) main.getCamelContext()).dangling() : List.of();
            if (!dangling.isEmpty()) {
                throw new FlowException(
                        dangling.stream().map(Problem::toString).collect(Collectors.joining(" ")), null);
            }
            TargetPlace.prepare(main.getCamelContext(), settings.target(), clock);
            if (dryRun != null) {
                dryRun.apply((ModelCamelContext) main.getCamelContext());
            }
            main.start();
        } catch (Exception failure) {
            throw failure instanceof FlowException told
                    ? told
                    : new FlowException(
                            mask.in(RouteTrouble.of(failure, (ModelCamelContext) main.getCamelContext(), routes)),
                            failure);
        }
    }

    /**
     * Makes one run, here and now.
     *
     * @throws RunActiveException if another is active
     * @throws NotBegunException if none was begun, since a database is away
     * @throws FlowException if the run itself failed; courses done before that keep their results
     */
    public RunSummary run(RunRequest request) throws RunActiveException, FlowException {
        Optional<RunSummary> before = runs.last();
        try (ProducerTemplate producer = context().createProducerTemplate()) {
            Exchange done = producer.request(
                    "direct:run", exchange -> exchange.getMessage().setBody(request));
            if (done.getException() instanceof RunActiveException busy) {
                throw busy;
            }
            if (done.getException() != null && !(done.getException() instanceof RunStoppedException)) {
                boolean begun = !runs.last().equals(before);
                throw !begun && DatabaseTrouble.isAway(done.getException())
                        ? new NotBegunException(Reason.of(done.getException()), done.getException())
                        : new FlowException(Reason.of(done.getException()), done.getException());
            }
            return runs.last()
                    .orElseThrow(() -> new FlowException("The program is being stopped; no run was begun.", null));
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        }
    }

    /** The nights without a run. */
    public MissedNights missed() {
        return missed;
    }

    /** Cleans up what a killed process left behind, without a run; does nothing while another run is active. */
    public void tidyUp() throws IOException, FlowException {
        try (ProducerTemplate producer = context().createProducerTemplate()) {
            Exchange[] done = new Exchange[1];
            runs.alone(() -> done[0] = producer.request("direct:prepare", exchange -> {}));
            if (done[0] != null && done[0].getException() != null) {
                throw new FlowException(Reason.of(done[0].getException()), done[0].getException());
            }
        }
    }

    /**
     * Stops with every status true: takes no further courses, gives those being worked on the time that the settings
     * allow, and records as interrupted those not done by then or waiting at a stopped route. True if a run was in
     * progress.
     */
    public boolean stop() throws InterruptedException, IOException {
        stopped.tickNoMore();
        boolean active = !runs.idle();
        List<CourseWork> unfinished =
                runs.stop(settings.run().shutdownWait(), work -> stopped.holds(work) || surroundings.holds(work));
        try (ProducerTemplate producer = context().createProducerTemplate()) {
            List<CourseWork> untold = new ArrayList<>();
            for (CourseWork work : unfinished) {
                // one that has an outcome but waits to have it written gets it written now
                if (work.result() == null || stopped.holds(work)) {
                    untold.add(work);
                }
                if (work.result() == null) {
                    outcomes.interrupted(work);
                }
            }
            // last, since Moodle's database may be what they are waiting for
            for (CourseWork work : untold) {
                producer.request("direct:tell-moodle", exchange -> {
                    exchange.setProperty(StoppedRoutes.PASSES, true);
                    exchange.setVariable(CourseWork.VARIABLE, work);
                });
            }
        }
        try {
            if (active) {
                recovery.dropParts();
            }
        } finally {
            // only now: once the last course is settled the run ends, and with it the lock and perhaps the process
            unfinished.forEach(runs::interrupted);
            runs.abandon();
            stopped.end();
            surroundings.end();
        }
        return active;
    }

    /** A text without the secrets of the settings. */
    public String masked(String text) {
        return mask.in(text);
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    public Runs runs() {
        return runs;
    }

    /** What every course needs, and what of it a run waits for. */
    public Surroundings surroundings() {
        return surroundings;
    }

    /** The routes that somebody stopped while the program runs. */
    public StoppedRoutes stopped() {
        return stopped;
    }

    /** What the skip rules say about a course now. */
    public SkipDecision verdict(CourseFacts course) {
        return exclusions.decide(course.courseId()).orElseGet(() -> skipRules.decide(course));
    }

    /** What people have to know, each with what to do: what a run waits for, and what the site's definitions lack. */
    public List<String> notices() {
        return Stream.of(
                        surroundings.trouble().map(Problem::toString).stream(),
                        proof.notices().stream(),
                        rereading.notice().stream(),
                        pool.notice().stream(),
                        drills.notice().stream())
                .flatMap(words -> words)
                .toList();
    }

    /** The site's definitions, and what is proven on it. */
    public ProofBeans proof() {
        return proof;
    }

    /** Reading back what somebody asks for. */
    public Verification verification() {
        return verification;
    }

    /** What became of restoring archives. */
    public Drills drills() {
        return drills;
    }

    public HistoryReader history() {
        return reader;
    }

    @Override
    public void close() {
        stopped.end();
        surroundings.end();
        main.stop();
    }

    private void endWhenAsked() {
        try {
            stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException forced) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** How many courses are due, according to the route {@code due}. */
    private long due() {
        try (ProducerTemplate producer = context().createProducerTemplate()) {
            return producer.requestBody("direct:due", null, Long.class);
        } catch (IOException cannotClose) {
            throw new UncheckedIOException(cannotClose);
        }
    }

    /** The kind of endpoint, for preconditions of routes; empty for none. */
    private static String scheme(String endpoint) {
        return endpoint.replaceFirst(":.*", "");
    }

    private NextStart nextStart() {
        return new NextStart(
                settings.schedule().starts(),
                settings.schedule().retryAfter(),
                settings.schedule().night(),
                clock);
    }

    private SkipFilter skipFilter() {
        return new SkipFilter(
                new SkipRules(settings.skip()),
                new CourseLog(pools.moodle()),
                reader::newestGoodStart,
                reader::newestDamaged,
                reader::failedDrillWantsAnother,
                clock);
    }
}
