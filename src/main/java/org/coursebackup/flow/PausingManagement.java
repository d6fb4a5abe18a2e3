package org.coursebackup.flow;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.management.DefaultManagementObjectStrategy;
import org.apache.camel.management.mbean.ManagedCamelContext;
import org.apache.camel.management.mbean.ManagedConsumer;

/**
 * The JMX beans of the context and of consumers, with operations that do what the beans of routes do: stopping or
 * suspending a consumer pauses its route ({@link PausingRouteController}), suspending the context pauses all its routes
 * except the page, and stopping it ends the program as SIGTERM would. Camel's own operations would fail what is being
 * worked on.
 */
final class PausingManagement extends DefaultManagementObjectStrategy {
    private final Runnable end;

    PausingManagement(Runnable end) {
        this.end = end;
    }

    @Override
    public Object getManagedObjectForCamelContext(CamelContext context) {
        ContextBean bean = new ContextBean(context, end);
        bean.init(context.getManagementStrategy());
        return bean;
    }

    @Override
    public Object getManagedObjectForConsumer(CamelContext context, Consumer consumer) {
        ConsumerBean bean = new ConsumerBean(context, consumer);
        bean.init(context.getManagementStrategy());
        return bean;
    }

    /** Public, since JMX calls its operations by reflection. */
    public static final class ContextBean extends ManagedCamelContext {
        private final CamelContext context;
        private final Runnable end;

        ContextBean(CamelContext context, Runnable end) {
            super(context);
            this.context = context;
            this.end = end;
        }

        @Override
        public void suspend() throws Exception {
            for (Route route : context.getRoutes()) {
                if (!PausingRouteController.hasSource(route)) {
                    context.getRouteController().suspendRoute(route.getId());
                }
            }
        }

        @Override
        public void resume() throws Exception {
            for (Route route : context.getRoutes()) {
                context.getRouteController().resumeRoute(route.getId());
            }
        }

        @Override
        public void startAllRoutes() throws Exception {
            resume();
        }

        /** Returns at once, since the bean itself goes with the context. */
        @Override
        public void stop() {
            new Thread(end, "end by JMX").start();
        }

        /** @throws UnsupportedOperationException always: a stopped context can't be started again */
        @Override
        public void restart() {
            throw new UnsupportedOperationException(
                    "The program cannot restart its routes. Suspend and resume them, or restart the service.");
        }
    }

    /** Public, since JMX calls its operations by reflection. */
    public static final class ConsumerBean extends ManagedConsumer {
        ConsumerBean(CamelContext context, Consumer consumer) {
            super(context, consumer);
        }

        @Override
        public void start() throws Exception {
            getContext().getRouteController().startRoute(getRouteId());
        }

        @Override
        public void stop() throws Exception {
            getContext().getRouteController().stopRoute(getRouteId());
        }

        @Override
        public void suspend() throws Exception {
            getContext().getRouteController().suspendRoute(getRouteId());
        }

        @Override
        public void resume() throws Exception {
            getContext().getRouteController().resumeRoute(getRouteId());
        }
    }
}
