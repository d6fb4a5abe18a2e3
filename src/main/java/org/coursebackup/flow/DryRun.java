package org.coursebackup.flow;

import java.util.Map;
import java.util.function.BiConsumer;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

import org.coursebackup.course.CourseWork;

/**
 * Makes the routes harmless: selection and skip rules are the real ones, edited or not; the routes that write keep
 * their place and only tell what they would do.
 */
final class DryRun {
    private final BiConsumer<Map<?, ?>, String> told;

    /** @param told the selected row, and what would happen and why */
    DryRun(BiConsumer<Map<?, ?>, String> told) {
        this.told = told;
    }

    void apply(ModelCamelContext context) {
        replace(context, "archive", exchange -> tell(exchange, "would be backed up: "));
        replace(context, "skipped", exchange -> tell(exchange, "would be skipped: "));
        for (String writes : new String[] {"prepare", "tell-moodle", "forget", "run-ended"}) {
            replace(context, writes, exchange -> {});
        }
    }

    private void tell(Exchange exchange, String verdict) {
        String why = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class).decision();
        told.accept(exchange.getMessage().getBody(Map.class), verdict + (why == null ? "no skip rule applies" : why));
    }

    private static void replace(ModelCamelContext context, String id, Processor instead) {
        RouteDefinition route = context.getRouteDefinition(id);
        if (route != null) {
            route.getOutputs().clear();
            route.process(instead);
        }
    }
}
