package org.coursebackup.flow;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;

import org.coursebackup.course.CourseWork;

/**
 * Makes the routes harmless: selection and skip rules are the real ones, edited or not; the routes that write stay in
 * place but only tell what would happen, or do nothing.
 */
final class DryRun {
    private static final List<String> WRITING = List.of(
            "describe",
            "prepare",
            "publish",
            "unchanged",
            "status",
            "tell-moodle",
            "forget",
            "afterwards",
            "run-ended");

    private final BiConsumer<Map<?, ?>, String> told;

    /** @param told receives the selected row, and what would happen and why */
    DryRun(BiConsumer<Map<?, ?>, String> told) {
        this.told = told;
    }

    void apply(ModelCamelContext context) {
        replace(context, "archive", exchange -> {
            tell(exchange, "would be backed up: ");
            // there is nothing for the stages after it
            exchange.setRouteStop(true);
        });
        replace(context, "skipped", exchange -> tell(exchange, "would be skipped: "));
        for (String writes : WRITING) {
            replace(context, writes, exchange -> {});
        }
    }

    private void tell(Exchange exchange, String verdict) {
        String why = exchange.getVariable(CourseWork.VARIABLE, CourseWork.class).decision();
        told.accept(exchange.getMessage().getBody(Map.class), verdict + (why == null ? "no skip rule applies" : why));
    }

    /**
     * By the endpoint under which others call it, not by its id: the settings decide which of several routes has it.
     */
    private static void replace(ModelCamelContext context, String called, Processor instead) {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (route.getInput().getEndpointUri().equals("direct:" + called)) {
                route.getOutputs().clear();
                route.process(instead);
            }
        }
    }
}
