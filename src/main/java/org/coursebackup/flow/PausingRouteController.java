package org.coursebackup.flow;

import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.component.timer.TimerEndpoint;
import org.apache.camel.impl.engine.DefaultRouteController;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses a route that is stopped or suspended by JMX (or a {@code controlbus:} endpoint). Camel itself would wait for
 * what is in the route and then, after the shutdown timeout, make the whole context refuse every exchange; a course may
 * take longer than any timeout. Here the route's door is closed instead, see {@link StoppedRoutes}.
 */
final class PausingRouteController extends DefaultRouteController {
    private static final Logger LOG = LoggerFactory.getLogger(PausingRouteController.class);

    private final StoppedRoutes stopped;

    PausingRouteController(CamelContext context, StoppedRoutes stopped) {
        super(context);
        this.stopped = stopped;
    }

    /** Whether other routes hand work to this one; that work waits while it is stopped. */
    static boolean calledByOthers(Route route) {
        return route.getEndpoint() instanceof DirectEndpoint || route.getEndpoint() instanceof SedaEndpoint;
    }

    /** Whether a clock triggers it; while it is stopped its times are skipped. */
    static boolean ticks(Route route) {
        return route.getEndpoint() instanceof QuartzEndpoint || route.getEndpoint() instanceof TimerEndpoint;
    }

    /** Whether it has any other source, which Camel can suspend without harm to what it already delivered. */
    static boolean hasSource(Route route) {
        return !calledByOthers(route) && !ticks(route);
    }

    @Override
    public ServiceStatus getRouteStatus(String routeId) {
        ServiceStatus status = stopped.status(routeId);
        return status != null ? status : super.getRouteStatus(routeId);
    }

    @Override
    public void stopRoute(String routeId) throws Exception {
        pause(routeId, ServiceStatus.Stopped);
    }

    @Override
    public void stopRoute(String routeId, Throwable cause) throws Exception {
        pause(routeId, ServiceStatus.Stopped);
    }

    @Override
    public void stopRoute(String routeId, long timeout, TimeUnit timeUnit) throws Exception {
        pause(routeId, ServiceStatus.Stopped);
    }

    @Override
    public boolean stopRoute(String routeId, long timeout, TimeUnit timeUnit, boolean abortAfterTimeout)
            throws Exception {
        pause(routeId, ServiceStatus.Stopped);
        return true;
    }

    @Override
    public void suspendRoute(String routeId) throws Exception {
        pause(routeId, ServiceStatus.Suspended);
    }

    @Override
    public void suspendRoute(String routeId, long timeout, TimeUnit timeUnit) throws Exception {
        pause(routeId, ServiceStatus.Suspended);
    }

    @Override
    public void startRoute(String routeId) throws Exception {
        if (!goOn(routeId)) {
            super.startRoute(routeId);
        }
    }

    @Override
    public void resumeRoute(String routeId) throws Exception {
        if (!goOn(routeId)) {
            super.resumeRoute(routeId);
        }
    }

    private void pause(String routeId, ServiceStatus how) throws Exception {
        Route route = getCamelContext().getRoute(routeId);
        if (route == null || super.getRouteStatus(routeId) != ServiceStatus.Started) {
            // nothing can be in it
            super.stopRoute(routeId);
        } else if (stopped.stop(routeId, how)) {
            if (hasSource(route)) {
                ServiceHelper.suspendService(route.getConsumer());
            }
            LOG.warn(
                    "The route '{}' was {}. What is in it goes on; what comes after waits until it is started"
                            + " again, times of a clock are left out.",
                    routeId,
                    how == ServiceStatus.Stopped ? "stopped" : "suspended");
        }
    }

    /** False if nobody had stopped it. */
    private boolean goOn(String routeId) throws Exception {
        if (!stopped.contains(routeId)) {
            return false;
        }
        Route route = getCamelContext().getRoute(routeId);
        if (hasSource(route)) {
            ServiceHelper.resumeService(route.getConsumer());
        }
        stopped.start(routeId);
        LOG.info("The route '{}' was started again.", routeId);
        return true;
    }
}
