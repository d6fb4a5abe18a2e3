package org.coursebackup.cli;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessResourceFailureException;

import org.coursebackup.settings.Problem;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.settings.SiteAnswers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class StartWaitTest {
    private static final Problem AWAY = Problem.away("moodle.db.url", "cannot use it: Connection refused.");

    @TempDir
    Path folder;

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void it_tries_until_what_was_away_is_there() throws Exception {
        StartWait wait = new StartWait(Optional.empty(), Clock.systemUTC(), 1);

        assertThat(wait.until(() -> {
                    switch (attempts.incrementAndGet()) {
                        case 1, 2 -> throw new SettingsException(List.of(AWAY));
                        case 3 -> throw new DataAccessResourceFailureException("gone again");
                        default -> {
                            return "open";
                        }
                    }
                }))
                .isEqualTo("open");
        assertThat(attempts).hasValue(4);
        assertThat(wait.since()).isPresent();
        assertThat(wait.why()).contains("history.db.url");
    }

    @Test
    void wrong_settings_end_it_at_once_even_beside_something_that_is_away() {
        StartWait wait = new StartWait(Optional.empty(), Clock.systemUTC(), 1);

        assertThatThrownBy(() -> wait.until(() -> {
                    attempts.incrementAndGet();
                    throw new SettingsException(List.of(AWAY, new Problem("moodle.db.prefix", "is wrong")));
                }))
                .isInstanceOf(SettingsException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void who_waits_for_ten_minutes_tells_people_once_by_mail() throws Exception {
        GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
        mail.start();
        try {
            StartWait wait = new StartWait(Optional.of(settings(mail)), new Hasty(), 1);

            wait.until(() -> {
                if (attempts.incrementAndGet() < 9) {
                    throw new SettingsException(List.of(AWAY));
                }
                return "open";
            });

            assertThat(mail.getReceivedMessages()).singleElement().satisfies(message -> {
                assertThat(message.getSubject()).startsWith("[WAITING] Course backup of moodle.example.org");
                assertThat(GreenMailUtil.getBody(message)).contains("moodle.db.url", "Connection refused");
            });
        } finally {
            mail.stop();
        }
    }

    private Settings settings(GreenMail mail) throws SettingsException, IOException {
        Properties properties = new Properties();
        properties.setProperty("moodle.db.url", "jdbc:postgresql://127.0.0.1:1/moodle");
        properties.setProperty("moodle.wwwroot", "https://moodle.example.org");
        properties.setProperty("moodle.dataroot", folder.toString());
        properties.setProperty("mail.to", "admin@example.org");
        properties.setProperty("mail.server", "smtp:127.0.0.1:" + mail.getSmtp().getPort());
        try (ServerSocket free = new ServerSocket(0)) {
            properties.setProperty("report.port", String.valueOf(free.getLocalPort()));
        }
        return new SettingsLoader(folder, Map.of(), properties, (moodle, tables) -> new SiteAnswers(Map.of(), ""))
                .settings();
    }

    /** Each look at it takes five minutes. */
    private static final class Hasty extends Clock {
        private Instant now = Instant.parse("2026-01-15T02:30:00Z");

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofMinutes(5));
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
