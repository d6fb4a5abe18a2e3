package org.coursebackup.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The dashboard and the alert rules in {@code docs/}, beside what a program that has made a run really exposes. */
class MonitoringTest {
    private static final Path DASHBOARD = Path.of("docs/grafana.json");
    private static final Path RULES = Path.of("docs/alerts.yaml");
    private static final Path RULES_TRIED = Path.of("src/test/resources/prometheus/alerts-test.yaml");
    private static final Pattern ASKED = Pattern.compile("\\b((?:coursebackup|camel)_[a-z_]+)(?:\\{([^}]*)\\})?");
    private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-zA-Z_]\\w*)(?:\\{([^}]*)\\})? ");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private static ReportSite site;
    private static String scrape;

    @TempDir
    Path temporary;

    @BeforeAll
    static void run() throws Exception {
        site = new ReportSite().start().run();
        scrape = site.get("/metrics").body();
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void every_metric_that_dashboard_and_rules_ask_for_is_exposed_with_these_labels() throws Exception {
        Map<String, List<Map<String, String>>> exposed = exposed();
        int asked = 0;
        for (Path file : List.of(DASHBOARD, RULES)) {
            Matcher metric = ASKED.matcher(Files.readString(file).replace("\\\"", "\""));
            while (metric.find()) {
                Map<String, String> wanted = labels(metric.group(2));
                assertThat(exposed.getOrDefault(metric.group(1), List.of()))
                        .as("%s asks for %s", file, metric.group())
                        .anyMatch(labels -> labels.entrySet().containsAll(wanted.entrySet()));
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(20);
    }

    @Test
    void labels_by_which_the_dashboard_groups_and_names_lines_are_there() throws Exception {
        Map<String, List<Map<String, String>>> exposed = exposed();
        Set<String> seen = new TreeSet<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.get("targets")) {
                String expression = target.get("expr").asText();
                Set<String> needed = new TreeSet<>();
                Matcher by = Pattern.compile("by \\((\\w+)\\)").matcher(expression);
                while (by.find()) {
                    needed.add(by.group(1));
                }
                Matcher legend = Pattern.compile("\\{\\{(\\w+)\\}\\}")
                        .matcher(target.path("legendFormat").asText());
                while (legend.find()) {
                    needed.add(legend.group(1));
                }
                Matcher metric = ASKED.matcher(expression);
                while (metric.find()) {
                    assertThat(exposed.get(metric.group(1))).as(expression).allMatch(labels -> labels.keySet()
                            .containsAll(needed));
                }
                seen.addAll(needed);
            }
        }
        assertThat(seen).containsExactly("result", "routeId");
    }

    @Test
    void the_probes_of_kubernetes_are_answered_without_a_login_from_elsewhere() throws Exception {
        Matcher path = Pattern.compile("httpGet: \\{path: (\\S+),")
                .matcher(Files.readString(Path.of("packaging/kubernetes/deployment.yaml")));
        Set<String> paths = new TreeSet<>();
        while (path.find()) {
            assertThat(site.get(path.group(1), "Via", "1.1 somewhere").statusCode())
                    .as(path.group(1))
                    .isEqualTo(200);
            paths.add(path.group(1));
        }
        assertThat(paths).containsExactly("/health/live", "/health/ready");
    }

    @Test
    void panels_are_one_beside_the_other_and_take_the_chosen_data_source() throws Exception {
        Set<Integer> ids = new TreeSet<>();
        Set<String> cells = new TreeSet<>();
        int area = 0;
        for (JsonNode panel : panels()) {
            assertThat(ids.add(panel.get("id").asInt()))
                    .as("id of %s", panel.get("title"))
                    .isTrue();
            JsonNode place = panel.get("gridPos");
            assertThat(place.get("x").asInt() + place.get("w").asInt()).isBetween(1, 24);
            for (int x = 0; x < place.get("w").asInt(); x++) {
                for (int y = 0; y < place.get("h").asInt(); y++) {
                    cells.add(
                            (place.get("x").asInt() + x) + "," + (place.get("y").asInt() + y));
                    area++;
                }
            }
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        }
        assertThat(cells).as("no panel covers another").hasSize(area);
        assertThat(dashboard().at("/templating/list/0/name").asText()).isEqualTo("datasource");
    }

    @Test
    void prometheus_takes_the_rules_and_each_alert_is_tried() throws Exception {
        String tried = Files.readString(RULES_TRIED);
        Matcher alert = Pattern.compile("- alert: (\\w+)").matcher(Files.readString(RULES));
        int alerts = 0;
        while (alert.find()) {
            assertThat(Pattern.compile("alertname: " + alert.group(1) + "\\n\\s+exp_alerts:\\n")
                            .matcher(tried)
                            .find())
                    .as("%s is seen to fire", alert.group(1))
                    .isTrue();
            assertThat(tried).as("and not to").contains("alertname: " + alert.group(1) + "\n        exp_alerts: []");
            alerts++;
        }
        assertThat(alerts).isGreaterThan(8);
        assertThat(promtool("", "check", "rules", RULES.toString())).contains(alerts + " rules found");
        assertThat(promtool("", "test", "rules", RULES_TRIED.toString())).contains("SUCCESS");
    }

    @Test
    void prometheus_takes_the_expressions_of_the_dashboard_and_what_is_exposed() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        int expressions = 0;
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.get("targets")) {
                rules.append("  - record: panel:")
                        .append(expressions++)
                        .append("\n    expr: |\n      ")
                        .append(target.get("expr").asText())
                        .append('\n');
            }
        }
        Path file = Files.writeString(temporary.resolve("dashboard.yaml"), rules);
        assertThat(promtool("", "check", "rules", file.toString())).contains(expressions + " rules found");
        assertThat(promtool(scrape, "check", "metrics")).doesNotContain("coursebackup_");
    }

    /** What it prints; a test that needs it is left out, and says so, where there is none. */
    private String promtool(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Path said = temporary.resolve("said");
        Path given = Files.writeString(temporary.resolve("given"), input);
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(given.toFile())
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException none) {
            assumeTrue(false, "promtool (Debian's package prometheus) is not here, so rules were not tried: " + none);
            throw none;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("promtool ends").isTrue();
        String output = Files.readString(said);
        // 3: it would name or describe a metric of Camel's or Java's differently
        assertThat(process.exitValue()).as(output).isIn(0, arguments[1].equals("metrics") ? 3 : 0);
        return output;
    }

    private static Map<String, List<Map<String, String>>> exposed() {
        Map<String, List<Map<String, String>>> exposed = new HashMap<>();
        Matcher line = EXPOSED.matcher(scrape);
        while (line.find()) {
            exposed.computeIfAbsent(line.group(1), name -> new ArrayList<>()).add(labels(line.group(2)));
        }
        return exposed;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(DASHBOARD.toFile());
    }

    private static JsonNode panels() throws IOException {
        JsonNode panels = dashboard().get("panels");
        assertThat(panels).hasSizeGreaterThan(10);
        return panels;
    }
}
