package org.coursebackup.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

import org.coursebackup.course.CourseWork;

/**
 * The routes that somebody stopped or suspended while the program runs, and the door in front of each: what is in a
 * stopped route goes on to its end, what comes later waits until the route is started again. No course is begun while
 * any route on its way is stopped. So stopping a route only pauses; nothing fails.
 */
public final class StoppedRoutes {
    /** Exchange property that opens every door. */
    static final String PASSES = "coursebackup.passes";

    private static final String COURSE = "course";
    private static final String SCHEDULE = "schedule";

    private final Map<String, ServiceStatus> stopped = new LinkedHashMap<>();
    private final Set<CourseWork> waiting = new HashSet<>();
    private boolean held;
    private boolean ended;
    private boolean ending;
    private CamelContext context;
    private final Map<String, Set<String>> ways = new HashMap<>();

    /**
     * Puts a door in front of each route of the context; to be called before its routes are built.
     *
     * @param end ends the program if JMX stops the context
     */
    void guard(CamelContext context, Runnable end) {
        this.context = context;
        context.getManagementStrategy().setManagementObjectStrategy(new PausingManagement(end));
        context.addRoutePolicyFactory(new Doors());
        context.setRouteController(new PausingRouteController(context, this));
    }

    /** Ids of the routes, in the order in which they were stopped. */
    public synchronized List<String> ids() {
        return List.copyOf(stopped.keySet());
    }

    /** Those of them without which no run begins or proceeds. */
    public synchronized List<String> holdingUpRuns() {
        return stopped.keySet().stream()
                .filter(route -> way(SCHEDULE).contains(route) || way(COURSE).contains(route))
                .toList();
    }

    public synchronized boolean contains(String route) {
        return stopped.containsKey(route);
    }

    /** Stopped or suspended; null for a route that nobody stopped. */
    synchronized ServiceStatus status(String route) {
        return stopped.get(route);
    }

    /** True if it was not stopped before. */
    synchronized boolean stop(String route, ServiceStatus how) {
        return stopped.put(route, how) == null;
    }

    /** True if it was stopped. */
    synchronized boolean start(String route) {
        notifyAll();
        return stopped.remove(route) != null;
    }

    /** Whether the course, already begun, waits at a stopped route. */
    synchronized boolean holds(CourseWork course) {
        return waiting.contains(course);
    }

    /** Begins no course, whichever routes run, until {@link #release}. */
    synchronized void hold() {
        held = true;
    }

    synchronized void release() {
        held = false;
        notifyAll();
    }

    /** The program is about to end: schedule, catch-up and other timers begin nothing. */
    synchronized void tickNoMore() {
        ending = true;
    }

    private synchronized boolean ticksNoMore() {
        return ending;
    }

    /** The program ends: whatever waits ends where it is, and nothing waits any more. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private void pass(Route route, Exchange exchange) {
        if (exchange.getProperty(PASSES) != null) {
            return;
        }
        synchronized (this) {
            String entered = route.getRouteId();
            Set<String> way = entered.equals(COURSE) ? way(COURSE) : Set.of(entered);
            if (open(entered, way)) {
                return;
            }
            CourseWork course = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class);
            waiting.add(course);
            try {
                while (!ended && !open(entered, way)) {
                    wait();
                }
            } catch (InterruptedException forced) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.remove(course);
            }
            if (!open(entered, way)) {
                exchange.setRouteStop(true);
            }
        }
    }

    private boolean open(String entered, Set<String> way) {
        if (held && entered.equals(COURSE)) {
            return false;
        }
        for (String route : way) {
            if (stopped.containsKey(route)) {
                return false;
            }
        }
        return true;
    }

    /** The route and all that it calls; the routes don't change while the program runs. */
    private Set<String> way(String route) {
        return ways.computeIfAbsent(route, from -> new RouteGraph((ModelCamelContext) context).from(from));
    }

    private final class Doors implements RoutePolicyFactory {
        @Override
        public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
            return new RoutePolicySupport() {
                @Override
                public void onExchangeBegin(Route entered, Exchange exchange) {
                    if (PausingRouteController.calledByOthers(entered)) {
                        pass(entered, exchange);
                    } else if (PausingRouteController.ticks(entered) && (contains(routeId) || ticksNoMore())) {
                        exchange.setRouteStop(true);
                    }
                }
            };
        }
    }
}
