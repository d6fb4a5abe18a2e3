package org.coursebackup.flow;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import com.sun.net.httpserver.HttpServer;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.deliver.Delivery;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.history.History;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** Mail and webhook with the real route files, a real SMTP server and a real HTTP server. */
class NoticeTest {
    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private final List<String> posted = new CopyOnWriteArrayList<>();
    private volatile int answer = 200;
    private HttpServer web;
    private TestSite site;
    private final SettableClock clock = new SettableClock(DemoMoodle.CLOCK.instant());

    @BeforeEach
    void makeSite() throws IOException {
        mail.start();
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posted.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        web.start();
        site = new TestSite(DatabaseKind.H2);
        site.clock = clock;
        site.properties.setProperty("mail.to", "admin@example.org,second@example.org");
        site.properties.setProperty(
                "mail.server", "smtp:127.0.0.1:" + mail.getSmtp().getPort());
        site.properties.setProperty(
                "webhook.url", "http://127.0.0.1:" + web.getAddress().getPort() + "/hooks/s3cret?key=t0ken");
    }

    @AfterEach
    void close() {
        site.close();
        web.stop(0);
        mail.stop();
    }

    @Test
    void a_mail_tells_counts_names_and_reasons_after_a_run() throws Exception {
        site.start();

        site.run(RunRequest.due("command"));

        MimeMessage[] received = mail.getReceivedMessages();
        assertThat(received).hasSize(2);
        assertThat(received[0].getSubject())
                .isEqualTo("[1 FAILED] Course backup of "
                        + site.moodle.site().wwwroot().replaceFirst("^https?://", "")
                        + ": 6 OK, 1 with warnings, 0 unchanged, 1 skipped, 1 failed; 1 at risk");
        String text = GreenMailUtil.getBody(received[0]).replace("\r\n", "\n");
        assertThat(text)
                .contains(
                        "Failed (1):\n  9  ",
                        "With warnings (archived, but part of the course is missing from the archive) (1):\n  8  ",
                        "At risk: no good archive in the last 7 days (1):\n  9  ",
                        "never had one");
    }

    @Test
    void the_webhook_gets_the_same_as_json() throws Exception {
        site.start();

        site.run(RunRequest.due("command"));

        assertThat(posted).singleElement().asString().startsWith("POST /hooks/s3cret?key=t0ken application/json {");
        JsonNode event = new ObjectMapper()
                .readTree(posted.get(0).substring(posted.get(0).indexOf('{')));
        assertThat(event.get("event").asText()).isEqualTo("run-ended");
        assertThat(event.get("run").get("failed").asInt()).isEqualTo(1);
        assertThat(event.get("failed").get(0).get("id").asInt()).isEqualTo(9);
        assertThat(event.get("text").asText()).startsWith("[1 FAILED]");
    }

    @Test
    void quotes_in_addresses_do_no_harm() throws Exception {
        site.properties.setProperty("mail.to", "o'neil@example.org");
        site.properties.setProperty(
                "webhook.url", "http://127.0.0.1:" + web.getAddress().getPort() + "/hooks/it's?key='t0ken'");
        site.start();

        site.run(RunRequest.due("command"));

        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(posted).hasSize(1).allMatch(post -> post.startsWith("POST /hooks/it's?key="));
    }

    @Test
    void a_password_of_any_characters_logs_in_at_the_mail_server() throws Exception {
        String password = "a&b=c+d%41e?f)g'h\"{{i}}#";
        mail.setUser("mailer@example.org", "mailer", password);
        site.properties.setProperty("mail.user", "mailer");
        site.properties.setProperty("mail.password", password);
        site.start();

        site.run(RunRequest.due("command"));

        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void servers_that_are_down_change_nothing_of_the_run_and_are_tried_again_with_growing_pauses() throws Exception {
        int port = mail.getSmtp().getPort();
        mail.stop();
        answer = 500;
        Flow flow = site.start();

        RunSummary run = site.run(RunRequest.due("command"));

        assertThat(run.ok()).isEqualTo(6);
        assertThat(site.reader().run(run.runId()).orElseThrow().state()).isEqualTo("finished");
        List<Delivery> troubled = outbox().troubled(Instant.EPOCH, 10);
        assertThat(troubled).hasSize(2).allMatch(delivery -> delivery.nextTry()
                .equals(clock.instant().plusSeconds(120)));
        assertThat(troubled)
                .filteredOn(delivery -> delivery.kind().equals("webhook"))
                .singleElement()
                .extracting(Delivery::error)
                .asString()
                .contains("500")
                .contains("webhook.url")
                .doesNotContain("s3cret", "t0ken");
        assertThat(troubled)
                .filteredOn(delivery -> delivery.kind().equals("mail"))
                .singleElement()
                .extracting(Delivery::error)
                .asString()
                .contains(String.valueOf(port), "mail.server");

        clock.advance(Duration.ofMinutes(2));
        deliver(flow);
        assertThat(outbox().troubled(Instant.EPOCH, 10))
                .hasSize(2)
                .allMatch(delivery -> delivery.attempts() == 2
                        && delivery.nextTry().equals(clock.instant().plusSeconds(240)));

        answer = 200;
        clock.advance(Duration.ofMinutes(4));
        deliver(flow);
        assertThat(outbox().troubled(Instant.EPOCH, 10))
                .extracting(Delivery::kind)
                .containsExactly("mail");

        clock.advance(Duration.ofDays(8));
        deliver(flow);
        assertThat(outbox().troubled(Instant.EPOCH, 10))
                .singleElement()
                .matches(delivery -> delivery.givenUp() != null);
        assertThat(posted).hasSize(3).allMatch(posted.get(0)::equals);
    }

    @Test
    void nothing_is_sent_where_nobody_wants_it_and_the_routes_are_not_there() throws Exception {
        site.properties.remove("mail.to");
        site.properties.remove("webhook.url");
        Flow flow = site.start();

        site.run(RunRequest.due("command"));

        assertThat(flow.context().getRoute("send-mail")).isNull();
        assertThat(flow.context().getRoute("send-webhook")).isNull();
        assertThat(mail.getReceivedMessages()).isEmpty();
        assertThat(posted).isEmpty();
    }

    @Test
    void a_dry_run_tells_nobody() throws Exception {
        site.dryRun = (course, verdict) -> {};
        site.start();

        site.run(new RunRequest(false, false, true, java.util.Set.of(), "command"));

        assertThat(mail.getReceivedMessages()).isEmpty();
        assertThat(posted).isEmpty();
    }

    @Test
    void a_run_of_the_schedule_that_never_ends_is_an_alarm_once() throws Exception {
        site.properties.setProperty("schedule.cron", "0 0 3 * * ?");
        Flow flow = site.start();
        watch(flow);
        assertThat(mail.getReceivedMessages()).isEmpty();

        clock.advance(Duration.ofHours(13));
        watch(flow);
        watch(flow);

        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(mail.getReceivedMessages()[0].getSubject())
                .contains("[OVERDUE]", "2026-01-15T03:00Z", "has not ended");
        assertThat(posted).singleElement().asString().contains("\"event\":\"overdue\"");
    }

    @Test
    void a_run_that_ended_in_time_is_no_alarm() throws Exception {
        Flow flow = site.start();
        new History(site.pools.history()).begin("schedule", "a process", clock.instant());
        clock.advance(Duration.ofHours(1));
        long id = site.reader().runs(1, 0).get(0).id();
        new History(site.pools.history()).end(id, "finished", null, 0, clock.instant());

        clock.advance(Duration.ofHours(20));
        watch(flow);

        assertThat(mail.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_night_that_was_missed_is_told_once_and_hides_no_overdue_run() throws Exception {
        site.properties.setProperty("schedule.cron", "0 0 3 * * ?");
        Flow flow = site.start();
        new History(site.pools.history()).missed("schedule", "a process", "The disk was away.", clock.instant());

        watch(flow);
        watch(flow);

        assertThat(mail.getReceivedMessages()).hasSize(2);
        assertThat(mail.getReceivedMessages()[0].getSubject()).contains("[MISSED]", "2026-01-15T02:30Z");
        assertThat(GreenMailUtil.getBody(mail.getReceivedMessages()[0])).contains("The disk was away.");
        assertThat(posted).singleElement().asString().contains("\"event\":\"missed\"");

        clock.advance(Duration.ofHours(13));
        watch(flow);
        assertThat(mail.getReceivedMessages()).hasSize(4).anySatisfy(message -> assertThat(message.getSubject())
                .contains("[OVERDUE]"));
    }

    private Outbox outbox() {
        return new Outbox(site.pools.history());
    }

    private static void deliver(Flow flow) {
        flow.context().createFluentProducerTemplate().to("direct:deliver").send();
    }

    private static void watch(Flow flow) throws Exception {
        flow.context()
                .getRegistry()
                .lookupByNameAndType("notices", org.coursebackup.notify.Notices.class)
                .watch();
        deliver(flow);
    }
}
