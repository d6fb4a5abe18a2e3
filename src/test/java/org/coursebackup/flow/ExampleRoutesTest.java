package org.coursebackup.flow;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.check.RouteCheck;
import org.coursebackup.course.CourseWork;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples of docs/ROUTES.md, installed as the document says. */
class ExampleRoutesTest {
    private static final Path EXAMPLES = Path.of("docs/routes");
    private static final Path DOCUMENT = Path.of("docs/ROUTES.md");
    private TestSite site;

    @TempDir
    Path elsewhere;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void a_course_whose_quiz_is_open_is_left_alone_and_stays_due() throws Exception {
        site.archiveQuickly();
        take("45-leave-exams.camel.yaml", "30-course.camel.yaml", "        - to: direct:archive\n", "before");
        long course = site.database.queryForObject("select min(course) from mdl_quiz", Long.class);
        long now = site.clock.instant().getEpochSecond();
        site.database.update(
                "update mdl_quiz set timeopen = ?, timeclose = ? where course = ?", now - 60, now + 60, course);
        assertThat(RouteCheck.findings(site.settings(), site.open())).isEmpty();
        site.start();

        RunSummary run = site.run(RunRequest.due("command"));

        assertThat(run.failed()).isZero();
        assertThat(site.archived).doesNotContain(course).hasSizeGreaterThan(5);
        assertThat(site.statuses()).containsEntry(course, "5");
        assertThat(site.nextStarts()).containsEntry(course, 0L);

        site.database.update("update mdl_quiz set timeclose = ? where course = ?", now - 1, course);
        assertThat(site.run(RunRequest.due("command")).ok()).isEqualTo(1);
        assertThat(site.archived).contains(course);
    }

    @Test
    void every_new_archive_is_copied_elsewhere() throws Exception {
        set("site.copies=" + elsewhere);
        take(
                "76-copy-elsewhere.camel.yaml",
                "75-afterwards.camel.yaml",
                "        - bean: {ref: copies, method: order}\n",
                "after");
        assertThat(RouteCheck.findings(site.settings(), site.open())).isEmpty();
        site.start();

        assertThat(site.run(new RunRequest(true, true, false, Set.of(2L, 3L), "command"))
                        .ok())
                .isEqualTo(2);

        List<String> archives = site.archives();
        assertThat(archives).hasSize(2);
        for (String name : archives) {
            assertThat(elsewhere.resolve(name))
                    .hasSameBinaryContentAs(site.folder.resolve("backups").resolve(name));
        }
        try (var copies = Files.list(elsewhere)) {
            assertThat(copies).hasSize(2);
        }
    }

    @Test
    void a_chat_room_is_told_of_failed_courses_and_one_that_is_away_changes_nothing() throws Exception {
        BlockingQueue<String> said = new ArrayBlockingQueue<>(9);
        HttpServer chat = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        chat.createContext("/hook", call -> {
            said.add(call.getRequestMethod() + " "
                    + new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            call.sendResponseHeaders(204, -1);
            call.close();
        });
        chat.start();
        set("site.chat=http://127.0.0.1:" + chat.getAddress().getPort() + "/hook");
        take("81-chat.camel.yaml", "80-notify.camel.yaml", "        - bean: {ref: notices, method: ended}\n", "before");
        assertThat(RouteCheck.findings(site.settings(), site.open())).isEmpty();
        site.start();

        RunSummary run = site.run(new RunRequest(true, true, false, Set.of(2L, 9L), "command"));

        assertThat(said.poll(30, TimeUnit.SECONDS))
                .isEqualTo("POST {\"text\": \"1 of 2 course backups failed in run " + run.runId() + ".\"}");
        chat.stop(0);
        assertThat(site.run(new RunRequest(true, true, false, Set.of(9L), "command"))
                        .failed())
                .isEqualTo(1);
        assertThat(site.reader().runs(1, 0).get(0).state()).isEqualTo("finished");
    }

    @Test
    void the_document_names_every_example_and_all_that_the_variable_work_holds() throws Exception {
        String document = Files.readString(DOCUMENT);
        try (var examples = Files.list(EXAMPLES)) {
            assertThat(examples).hasSize(3).allSatisfy(example -> assertThat(document)
                    .contains("(routes/" + example.getFileName() + ")"));
        }
        for (Method method : CourseWork.class.getDeclaredMethods()) {
            if (method.getName().matches("get[A-Z].*")) {
                String name = method.getName().substring(3, 4).toLowerCase(java.util.Locale.ROOT)
                        + method.getName().substring(4);
                assertThat(document).contains("${variable.work." + name + "}");
            }
        }
    }

    private void set(String line) throws IOException {
        Files.writeString(site.folder.resolve("application.properties"), line + "\n");
    }

    /** Copies the example into the folder, and puts the line from its head next to the step that the document names. */
    private void take(String example, String file, String step, String where) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(example));
        String call = text.lines()
                        .filter(line -> line.matches("# +- (to|wireTap): .*"))
                        .findFirst()
                        .orElseThrow()
                        .replaceFirst("# +", "        ")
                + "\n";
        assertThat(text).contains(file);
        site.editRoute(file, step, where.equals("before") ? call + step : step + call);
        Files.writeString(site.folder.resolve("routes").resolve(example), text);
    }
}
