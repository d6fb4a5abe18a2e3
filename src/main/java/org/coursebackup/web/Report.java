package org.coursebackup.web;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.model.ModelCamelContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.check.EnvironmentCheck;
import org.coursebackup.check.WholeCheck;
import org.coursebackup.course.Reason;
import org.coursebackup.flow.Flow;
import org.coursebackup.flow.Pools;
import org.coursebackup.history.CauseList;
import org.coursebackup.history.CourseList;
import org.coursebackup.history.Exclusions;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Nights;
import org.coursebackup.history.SiteDays;
import org.coursebackup.history.SiteFigures;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.moodle.MoodleCourses;
import org.coursebackup.report.Actions;
import org.coursebackup.report.ActivityDownload;
import org.coursebackup.report.ArchivePages;
import org.coursebackup.report.CausePages;
import org.coursebackup.report.Courses;
import org.coursebackup.report.Downloads;
import org.coursebackup.report.Health;
import org.coursebackup.report.LatestCheck;
import org.coursebackup.report.Live;
import org.coursebackup.report.LogTail;
import org.coursebackup.report.Metrics;
import org.coursebackup.report.Overview;
import org.coursebackup.report.ProvenComponents;
import org.coursebackup.report.RetentionOutlook;
import org.coursebackup.report.RetentionPreview;
import org.coursebackup.report.RouteMap;
import org.coursebackup.report.RunControl;
import org.coursebackup.report.RunMXBean;
import org.coursebackup.report.RunPages;
import org.coursebackup.report.Site;
import org.coursebackup.report.SkipVerdicts;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.store.Pins;

/** Page, JSON, JMX, metrics and health of a flow: attached before it starts, used by {@code 90-report.camel.yaml}. */
public final class Report implements AutoCloseable {
    /** For how long a check is shown before it is made anew. */
    private static final Duration CHECKED = Duration.ofMinutes(1);

    private final Settings settings;
    private final Flow flow;
    private final Live live;
    private final Actions actions;
    private final Metrics metrics;
    private final RunControl control;
    private final Overview overview;
    private final LogTail log;
    private BoundedServer server;
    private LiveEvents events;

    /**
     * To be called before {@link Flow#start}.
     *
     * @throws SettingsException if the page would be open to everybody
     */
    public static Report attach(Settings settings, Pools pools, Flow flow, Clock clock) throws SettingsException {
        List<Problem> problems = new ArrayList<>(obstacles(settings));
        if (problems.isEmpty() && settings.report().enabled()) {
            port(settings, problems);
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new Report(settings, pools, flow, clock);
    }

    /** What in the settings forbids serving the page; empty if nothing does. */
    public static List<Problem> obstacles(Settings settings) {
        return settings.report().obstacles();
    }

    private static void port(Settings settings, List<Problem> problems) {
        try (ServerSocket free = new ServerSocket()) {
            free.setReuseAddress(true);
            free.bind(new InetSocketAddress(
                    settings.report().host(), settings.report().port()));
        } catch (IOException taken) {
            problems.add(new Problem(
                    "report.port",
                    "cannot listen on " + settings.report().host() + ":"
                            + settings.report().port() + " ("
                            + taken.getMessage()
                            + "). Another program, or another start of this one, may be using it: choose another port,"
                            + " or set report.enabled=false."));
        }
    }

    private Report(Settings settings, Pools pools, Flow flow, Clock clock) {
        this.settings = settings;
        this.flow = flow;
        HistoryReader history = flow.history();
        SiteFigures figures = new SiteFigures(pools.history());
        CourseList list = new CourseList(pools.history());
        MoodleCourses moodle = new MoodleCourses(pools.moodle());
        live = new Live(flow.runs(), clock);
        actions = new Actions(flow.runs(), flow.stopped()::contains, flow.verification());
        Health health = new Health(() -> problems(settings, pools), () -> glance(flow), clock);
        Site site = new Site(
                settings,
                figures,
                list,
                history,
                live,
                flow.stopped()::holdingUpRuns,
                flow::notices,
                health::known,
                clock);
        Exclusions exclusions = new Exclusions(
                pools.history(), clock.withZone(settings.schedule().zone()));
        CauseList causeList = new CauseList(pools.history());
        Nights nights = new Nights(pools.history());
        overview = new Overview(
                site,
                list,
                causeList,
                nights,
                new SiteDays(pools.history()),
                exclusions,
                settings.notices().atRiskDays(),
                clock.withZone(settings.schedule().zone()));
        CausePages causes = new CausePages(causeList, nights);
        metrics = new Metrics(site, live, flow.drills()::figures, clock);
        control = new RunControl(live, site, actions);
        flow.runs().listen(live);
        flow.runs().listen(metrics);
        flow.runs().listen(overview);
        Downloads downloads = new Downloads(
                settings.target().directory(), new ManifestKey(settings.target().manifestKey()));
        Clock here = clock.withZone(settings.schedule().zone());
        Pins pins = new Pins(settings.target().directory(), here);
        RetentionPreview preview = new RetentionPreview(settings.keep(), here);
        RetentionOutlook retention = new RetentionOutlook(
                list,
                history,
                pins,
                preview,
                settings.target().directory(),
                settings.schedule().starts()::next,
                here);
        Courses courses = new Courses(
                list,
                history,
                downloads,
                pins,
                preview,
                exclusions,
                new ActivityDownload(
                        settings.target().directory(),
                        new ManifestKey(settings.target().manifestKey()),
                        settings.schedule().zone()),
                new SkipVerdicts(moodle, flow::verdict)::of,
                clock.withZone(settings.schedule().zone()));
        ArchivePages archives = new ArchivePages(courses, history, downloads, settings.fallback());
        ProvenComponents proofs =
                new ProvenComponents(flow.proof()::proven, flow.proof()::attempts, flow.drills()::latest);
        RunPages runs = new RunPages(history, figures, clock);
        log = new LogTail(flow::masked);
        flow.runs().listen(log);
        MachineRoom room = new MachineRoom(
                settings.shown().settings(),
                new LatestCheck<>("check", () -> WholeCheck.findings(settings), CHECKED, clock),
                log);
        flow.property("flow.page", String.valueOf(settings.report().enabled()));
        serve();
        OpenConnections connections = new OpenConnections();
        flow.configure(context -> {
            if (settings.report().enabled()) {
                server = new BoundedServer(BoundedServer.IDLE, connections);
                context.getRegistry().bind("vertx", server);
            }
            RouteMap routes = new RouteMap((ModelCamelContext) context);
            Access access = new Access(settings.report(), clock);
            Reports reports =
                    new Reports(live, site, overview, causes, courses, archives, runs, routes, proofs, room, retention);
            Pages pages = new Pages(
                    new Templates(settings.schedule().zone()),
                    access,
                    reports,
                    clock.withZone(settings.schedule().zone()));
            Api api = new Api(reports, clock);
            events = new LiveEvents(access::mayRead, api::liveLine, connections);
            context.getRegistry()
                    .bind(
                            "page",
                            new Web(
                                    connections,
                                    access,
                                    pages,
                                    api,
                                    actions,
                                    courses,
                                    health,
                                    metrics,
                                    settings.report().user()));
            live.watch(context);
            actions.use(context);
            metrics.watch(context);
        });
    }

    private void serve() {
        if (settings.report().enabled()) {
            flow.property("camel.server.enabled", "true");
            flow.property("camel.server.host", settings.report().host());
            flow.property("camel.server.port", String.valueOf(settings.report().port()));
            flow.property("camel.server.maxBodySize", "65536");
            // with "false" the server takes uploads all the same, into a folder where the program was started
            flow.property("camel.server.fileUploadEnabled", "true");
            flow.property("camel.server.fileUploadDirectory", System.getProperty("java.io.tmpdir"));
        }
        flow.property("camel.main.inflightRepositoryBrowseEnabled", "true");
    }

    /** To be called after {@link Flow#start}: registers the managed bean. */
    public void started() {
        overview.note();
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(
                flow.context(),
                VertxPlatformHttpRouter.getRouterNameFromPort(settings.report().port()));
        if (router != null && events != null) {
            events.serve(router);
        }
        try {
            MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
            ObjectName name = new ObjectName(RunMXBean.NAME);
            if (beans.isRegistered(name)) {
                beans.unregisterMBean(name);
            }
            beans.registerMBean(control, name);
        } catch (JMException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Where people find the page; empty if it is off. */
    public String address() {
        String host = settings.report().host();
        return settings.report().enabled()
                ? "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                        + settings.report().port() + "/"
                : "";
    }

    private static List<Problem> glance(Flow flow) {
        List<Problem> problems = new ArrayList<>(stopped(flow));
        flow.surroundings().trouble().ifPresent(problems::add);
        return problems;
    }

    private static List<Problem> stopped(Flow flow) {
        return flow.stopped().ids().stream()
                .map(route -> new Problem(
                        "route '" + route + "'",
                        "was stopped or suspended by hand; whatever comes to it waits. Start it again, by JMX where it"
                                + " was stopped, or restart the program."))
                .toList();
    }

    private static List<Problem> problems(Settings settings, Pools pools) {
        List<Problem> problems = new ArrayList<>(new EnvironmentCheck(settings).obstacles());
        try {
            new JdbcTemplate(pools.history()).queryForObject("select count(*) from run where id = 0", Long.class);
        } catch (DataAccessException unusable) {
            problems.add(new Problem(
                    "history.db.url", Reason.of(unusable) + " Check the history.db settings and free space."));
        }
        return problems;
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(new ObjectName(RunMXBean.NAME));
        } catch (JMException notThere) {
            // nothing to remove
        }
        metrics.close();
        log.close();
        if (events != null) {
            events.close();
        }
        if (server != null) {
            server.close();
        }
    }
}
