package org.coursebackup.check;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.model.ModelCamelContext;

import org.coursebackup.flow.Flow;
import org.coursebackup.flow.FlowException;
import org.coursebackup.flow.RouteFiles;
import org.coursebackup.flow.RouteGraph;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;

/** Builds the routes in a throw-away context without running any, and says what would prevent them from working. */
public final class RouteCheck {
    private static final List<String> STAGES = List.of(
            "run",
            "prepare",
            "select",
            "skip",
            "skipped",
            "archive",
            "verify",
            "publish",
            "status",
            "tell-moodle",
            "forget",
            "afterwards",
            "run-ended");

    private RouteCheck() {}

    /** The flow can't be used for anything else afterwards. */
    public static List<CheckFinding> findings(Settings settings, Flow flow) {
        List<CheckFinding> findings = new ArrayList<>();
        try {
            RouteFiles files = RouteFiles.in(settings.folder());
            for (String name : files.unread()) {
                findings.add(EnvironmentCheck.attention(
                        "routes/" + name,
                        "is not read: route files end in .camel.yaml or .camel.xml. Rename it if it should be one."));
            }
            flow.build(files);
            ModelCamelContext context = (ModelCamelContext) flow.context();
            new RouteGraph(context).dangling().forEach(problem -> findings.add(new CheckFinding(problem, true)));
            findings.addAll(SqlCheck.findings(context));
            findings.addAll(DeliveryCheck.findings(settings, context));
            for (String stage : STAGES) {
                if (flow.context().getRoutes().stream()
                        .noneMatch(route -> route.getEndpoint().getEndpointUri().equals("direct://" + stage))) {
                    findings.add(EnvironmentCheck.attention(
                            "routes",
                            "no route begins with 'direct:" + stage + "'. Other routes and --dry-run"
                                    + " rely on it; restore it from the packaged routes ('init' in"
                                    + " an empty folder)."));
                }
            }
        } catch (SettingsException empty) {
            empty.problems().forEach(problem -> findings.add(new CheckFinding(problem, true)));
        } catch (FlowException broken) {
            findings.add(EnvironmentCheck.obstacle(
                    "routes",
                    broken.getMessage()
                            + " Correct the file; 'init' in an empty folder writes the packaged routes"
                            + " for comparison."));
        }
        return findings;
    }
}
