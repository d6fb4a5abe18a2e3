package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import org.coursebackup.check.CheckFinding;
import org.coursebackup.check.RouteCheck;
import org.coursebackup.run.RunRequest;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouteFilesTest {
    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void the_jar_carries_every_route_file() throws Exception {
        try (var files = Files.list(Path.of("routes"))) {
            assertThat(files.map(file -> file.getFileName().toString()).sorted())
                    .containsExactlyElementsOf(RouteFiles.PACKAGED);
        }
    }

    @Test
    void every_route_has_an_id_and_a_sentence_and_no_file_is_long() throws Exception {
        Set<String> ids = new TreeSet<>();
        for (String name : RouteFiles.PACKAGED) {
            for (Map<String, Object> route : routes(name)) {
                assertThat(ids.add((String) route.get("id")))
                        .as("id of a route in " + name)
                        .isTrue();
                assertThat((String) route.get("description"))
                        .as("description of " + route.get("id"))
                        .endsWith(".");
                assertThat((String) ((Map<?, ?>) route.get("from")).get("uri")).doesNotContain("?");
            }
            assertThat(Files.readAllLines(Path.of("routes").resolve(name)))
                    .as(name)
                    .hasSizeLessThanOrEqualTo(115);
        }
    }

    @Test
    void a_run_with_every_kind_of_course_goes_through_every_route() throws Exception {
        site.properties.setProperty("skip.unchanged", "true");
        Flow flow = site.start();
        site.run(RunRequest.due("command"));
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
        site.database.update("update mdl_backup_courses set laststatus = '2', laststarttime = 5 where courseid = 3");
        flow.context().createProducerTemplate().requestBody("direct:due", (Object) null);
        site.run(RunRequest.due("command"));

        Set<String> idle = new TreeSet<>();
        var server = flow.context().getManagementStrategy().getManagementAgent().getMBeanServer();
        for (var route : server.queryNames(new javax.management.ObjectName("org.apache.camel:type=routes,*"), null)) {
            if ((Long) server.getAttribute(route, "ExchangesTotal") == 0) {
                idle.add((String) server.getAttribute(route, "RouteId"));
            }
        }
        // nothing is deleted while it waits; notices and the reading of old archives have tests of their own
        idle.removeAll(Set.of("forget", "send", "reread", "verify-chosen", "due-again"));
        assertThat(idle).isEmpty();
    }

    @Test
    void an_empty_routes_folder_is_an_error() throws Exception {
        Files.createDirectory(site.folder.resolve("routes"));
        assertThatThrownBy(() -> RouteFiles.in(site.folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("nothing would ever run");
    }

    @Test
    void every_packaged_route_file_stands_where_the_flow_comes_to_it() {
        assertThat(RouteFiles.PACKAGED).isSorted().allMatch(name -> name.matches("\\d\\d-[a-z]+\\.camel\\.yaml"));
    }

    /**
     * If it were ignored, an edit would be lost silently; if it were read alongside its successor, each course would go
     * through it twice.
     */
    @Test
    void a_route_file_under_its_former_name_is_refused_and_its_new_name_told() throws Exception {
        site.writeRoutes();
        Files.writeString(site.folder.resolve("routes/skip.camel.yaml"), "- route: {id: skip}");
        Files.writeString(site.folder.resolve("routes/store.camel.yaml"), "- route: {id: store}");

        assertThatThrownBy(site::start)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("routes/skip.camel.yaml")
                .hasMessageContaining("became 40-skip.camel.yaml")
                .hasMessageContaining("60-verify.camel.yaml, 65-publish.camel.yaml");
        assertThat(check()).hasSize(2).allMatch(CheckFinding::obstacle);
    }

    @Test
    void every_former_name_leads_to_files_that_exist() {
        assertThat(RouteFiles.FORMER).hasSize(12).allSatisfy((former, now) -> assertThat(RouteFiles.PACKAGED)
                .doesNotContain(former)
                .containsAll(List.of(now.split(", | and "))));
    }

    @Test
    void what_fails_in_a_course_is_handled_in_one_place() throws Exception {
        String mentions = "";
        for (String name : RouteFiles.PACKAGED) {
            if (Files.readString(Path.of("routes").resolve(name)).contains("routeConfigurationId: course-errors")) {
                mentions += name;
            }
        }
        assertThat(mentions).isEqualTo("30-course.camel.yaml");
    }

    @Test
    void broken_yaml_is_told_with_file_and_line() throws Exception {
        site.editRoute("50-archive.camel.yaml", "bean: {ref: archiver", "been: {ref: archiver");

        assertThatThrownBy(site::start)
                .isInstanceOf(FlowException.class)
                .hasMessageContaining("50-archive.camel.yaml")
                .hasMessageContaining("line")
                .hasMessageContaining("been");
    }

    @Test
    void check_builds_the_routes_without_running_any() throws Exception {
        assertThat(check()).isEmpty();
        assertThat(site.statuses()).isEmpty();
    }

    @Test
    void check_tells_what_is_wrong_with_a_route() throws Exception {
        site.editRoute("25-select.camel.yaml", "outputType: StreamList", "outputTyp: StreamList");
        assertThat(check()).singleElement().satisfies(finding -> {
            assertThat(finding.obstacle()).isTrue();
            assertThat(finding.problem().message()).contains("outputTyp");
        });
    }

    @Test
    void check_notices_a_route_that_others_count_on() throws Exception {
        site.editRoute("70-status.camel.yaml", "uri: direct:status", "uri: direct:put-down");
        assertThat(check())
                .anySatisfy(finding -> assertThat(finding.problem().message()).contains("'direct:status'"));
    }

    @Test
    void a_name_that_no_route_begins_with_is_told_with_file_and_line_before_anything_runs() throws Exception {
        site.editRoute("30-course.camel.yaml", "- to: direct:archive", "- to: direct:archiv");

        assertThat(check()).singleElement().satisfies(finding -> {
            assertThat(finding.obstacle()).isTrue();
            assertThat(finding.problem().toString())
                    .contains(
                            "routes/30-course.camel.yaml, line " + line("30-course.camel.yaml", "direct:archiv"),
                            "direct:archiv, but no route begins with it",
                            "Did you mean 'direct:archive'?");
        });
        site.closeFlow();
        assertThatThrownBy(site::start)
                .isInstanceOf(FlowException.class)
                .hasMessageContaining("routes/30-course.camel.yaml, line ")
                .hasMessageContaining("Did you mean 'direct:archive'?");
    }

    @Test
    void a_stage_whose_file_was_deleted_is_told_for_every_step_that_calls_it() throws Exception {
        site.writeRoutes();
        Files.delete(site.folder.resolve("routes/70-status.camel.yaml"));

        assertThat(check())
                .filteredOn(CheckFinding::obstacle)
                .extracting(finding -> finding.problem().toString())
                .anySatisfy(problem -> assertThat(problem).contains("30-course.camel.yaml, line", "direct:status"))
                .anySatisfy(
                        problem -> assertThat(problem).contains("99-errors.camel.yaml, line", "direct:tell-moodle"));
    }

    @Test
    void sql_that_the_database_refuses_is_told_with_file_and_line_and_nothing_is_executed() throws Exception {
        site.editRoute("25-select.camel.yaml", "COALESCE(b.lastendtime, 0) AS lastendtime", "b.lastendtim");
        site.editRoute("70-status.camel.yaml", "SET laststatus = :#${variable.work.status}", "SET laststatus :#x");

        assertThat(check())
                .hasSize(2)
                .allMatch(CheckFinding::obstacle)
                .extracting(finding -> finding.problem().toString())
                .anySatisfy(problem -> assertThat(problem)
                        .containsIgnoringCase("lastendtim")
                        .contains("routes/25-select.camel.yaml, line ", "refused by the database"))
                .anySatisfy(problem -> assertThat(problem).contains("routes/70-status.camel.yaml, line "));
        assertThat(site.statuses()).isEmpty();
    }

    @Test
    void a_step_that_cannot_be_written_like_that_is_told_with_file_and_line() throws Exception {
        String rules = "{ref: skipRules, method: skip}\n            steps:\n              - ";
        site.editRoute("40-skip.camel.yaml", rules + "to: direct:skipped", rules + "wireTap: direct:skipped");

        assertThat(check()).singleElement().satisfies(finding -> assertThat(
                        finding.problem().toString())
                .contains(
                        "routes/40-skip.camel.yaml, line " + line("40-skip.camel.yaml", "wireTap"),
                        "the step 'wireTap' cannot be written like this"));
    }

    @Test
    void an_unknown_bean_is_told_with_file_and_line() throws Exception {
        site.editRoute("50-archive.camel.yaml", "bean: {ref: archiver", "bean: {ref: archver");

        assertThat(check()).singleElement().satisfies(finding -> assertThat(
                        finding.problem().toString())
                .contains("routes/50-archive.camel.yaml, line " + line("50-archive.camel.yaml", "archver"), "archver"));
    }

    @Test
    void what_a_route_logs_is_heard_and_bears_the_name_of_the_route() throws Exception {
        LoggerContext packaged = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(packaged);
        configurator.doConfigure(RouteFiles.class.getResource("/logback.xml"));
        assertThat(packaged.getLogger("routes.skip").isInfoEnabled()).isTrue();
        packaged.stop();
        Logger routes = (Logger) LoggerFactory.getLogger("routes");
        ListAppender<ILoggingEvent> heard = new ListAppender<>();
        heard.start();
        routes.setLevel(Level.INFO);
        routes.addAppender(heard);
        try {
            site.archiveQuickly();
            site.editRoute(
                    "40-skip.camel.yaml",
                    "      uri: direct:skip\n      steps:\n",
                    "      uri: direct:skip\n      steps:\n        - log: Course ${body[courseid]} comes by.\n");
            site.start();
            site.run(new RunRequest(true, true, false, Set.of(3L), "command"));
        } finally {
            routes.detachAppender(heard);
            routes.setLevel(null);
        }
        assertThat(heard.list).anySatisfy(event -> {
            assertThat(event.getLoggerName()).isEqualTo("routes.skip");
            assertThat(event.getLevel()).isEqualTo(Level.INFO);
            assertThat(event.getFormattedMessage()).isEqualTo("Course 3 comes by.");
        });
    }

    @Test
    void files_that_are_not_read_are_named() throws Exception {
        site.writeRoutes();
        Files.writeString(site.folder.resolve("routes/chat.yaml"), "- route: {id: chat}");

        assertThat(check()).singleElement().satisfies(finding -> {
            assertThat(finding.obstacle()).isFalse();
            assertThat(finding.problem().toString()).contains("routes/chat.yaml", "is not read");
        });
    }

    private int line(String name, String text) throws Exception {
        List<String> lines = Files.readAllLines(site.folder.resolve("routes").resolve(name));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException(text);
    }

    private List<CheckFinding> check() throws Exception {
        Flow flow = site.open();
        return RouteCheck.findings(site.settings(), flow);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> routes(String name) throws Exception {
        List<Map<String, Object>> routes = new ArrayList<>();
        for (Object entry : (List<Object>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("routes").resolve(name)))) {
            Object route = ((Map<String, Object>) entry).get("route");
            if (route != null) {
                routes.add((Map<String, Object>) route);
            }
        }
        return routes;
    }
}
