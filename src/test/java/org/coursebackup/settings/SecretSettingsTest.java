package org.coursebackup.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Where secrets may stand, and that nobody gets to see them. */
class SecretSettingsTest extends SettingsSources {
    @Test
    void every_secret_can_stand_in_a_file_of_its_own_which_any_source_may_name() throws Exception {
        for (Key<?> key : Keys.ALL.values()) {
            if (key.kind().secret()) {
                secretFile(key.name(), "https://in-file.example/\u00E9/" + key.name() + "\n");
            }
        }
        file(
                "moodle.db.password-file=moodle.db.password",
                "mail.password-file=" + folder.resolve("mail.password"),
                "report.password=in the settings");
        Files.setPosixFilePermissions(
                folder.resolve("application.properties"), PosixFilePermissions.fromString("rw-------"));
        environment.put("MAIL_PASSWORD", "in the environment");
        environment.put("WEBHOOK_URL_FILE", "webhook.url");
        system.setProperty("history.db.password-file", "history.db.password");

        Settings settings = load();

        assertThat(settings.moodle().database().password())
                .isEqualTo("https://in-file.example/\u00E9/moodle.db.password");
        assertThat(settings.history().database().password())
                .isEqualTo("https://in-file.example/\u00E9/history.db.password");
        assertThat(settings.secrets().stream().map(Secret::text))
                .contains(
                        "https://in-file.example/\u00E9/webhook.url",
                        "https://in-file.example/\u00E9/moodle.db.password",
                        "in the environment",
                        "in the settings")
                .doesNotContain("https://in-file.example/\u00E9/mail.password");
        assertThat(settings.hints()).isEmpty();
    }

    @Test
    void credentials_of_systemd_go_before_the_file_and_behind_the_environment() throws Exception {
        secretFile("moodle.db.password", "from systemd");
        secretFile("report.password", "from systemd");
        environment.put("CREDENTIALS_DIRECTORY", folder.toString());
        environment.put("REPORT_PASSWORD", "from the environment");
        file("moodle.db.password=from the file", "moodle.db.user=me");

        assertThat(load().moodle().database().password()).isEqualTo("from systemd");
        assertThat(load().report().password().text()).isEqualTo("from the environment");
    }

    @Test
    void a_secret_file_that_is_missing_or_named_beside_its_secret_is_told_and_one_open_to_all_noticed()
            throws Exception {
        Path open = secretFile("open", "x");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        environment.put("MOODLE_DB_PASSWORD_FILE", open.toString());
        assertThat(load().hints())
                .singleElement()
                .asString()
                .startsWith("moodle.db.password-file: " + open + " can be read by every user");

        file("mail.password-file=nowhere", "report.password=x", "report.password-file=" + open, "keep.last-file=x");
        assertThat(complaints())
                .hasSize(3)
                .anyMatch(problem -> problem.contains("unknown key 'keep.last-file'"))
                .anyMatch(problem -> problem.startsWith("mail.password-file: cannot read"))
                .anyMatch(problem -> problem.equals("report.password: and report.password-file are both set in"
                        + " application.properties. Keep one of them."));
    }

    @Test
    void a_secret_that_other_users_can_read_is_told_without_showing_it() throws Exception {
        file("moodle.db.password=hush", "keep.last=3");
        Path settings = folder.resolve("application.properties");
        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
        system.setProperty("mail.password", "quiet");

        assertThat(load().hints())
                .extracting(Problem::toString)
                .hasSize(2)
                .anyMatch(hint -> hint.startsWith("moodle.db.password: stands in ") && hint.contains("chmod o-rwx"))
                .anyMatch(hint -> hint.startsWith("mail.password: is given on the command line"))
                .noneMatch(hint -> hint.contains("hush") || hint.contains("quiet"));

        Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r-----"));
        system.clear();
        assertThat(load().hints()).isEmpty();
    }

    @Test
    void no_record_shows_a_secret() throws Exception {
        for (Key<?> key : Keys.ALL.values()) {
            if (key.kind().secret()) {
                environment.put(key.variable(), "https://s3cret");
            }
        }
        Settings settings = load();
        assertThat(List.of(
                        settings.moodle(), settings.mail(), settings.webhook(), settings.target(), settings.report()))
                .noneMatch(group -> group.toString().contains("s3cret"));
        assertThat(settings.mail().password().text()).isEqualTo("https://s3cret");
    }

    @Test
    void passwords_are_no_placeholders_and_a_database_does_not_show_its_own() throws Exception {
        environment.put("MOODLE_DB_PASSWORD", "s3cret");
        assertThat(load().placeholders().values()).doesNotContain("s3cret");
        assertThat(new Database("jdbc:mariadb://db/m?user=a&password=s3cret&x=1", "u", "s3cret").toString())
                .doesNotContain("s3cret")
                .contains("x=1");
    }

    @Test
    void a_wrong_password_is_told_with_its_remedy_and_never_shown() {
        environment.put("MOODLE_DB_USER", "moodle");
        environment.put("MOODLE_DB_PASSWORD", "s3cret");
        site = (moodle, tables) -> {
            throw new SQLException("Access denied for user 'moodle'", "28000");
        };
        assertThat(complaints())
                .singleElement()
                .asString()
                .contains("Access denied")
                .contains("moodle.db.password")
                .doesNotContain("s3cret");
    }

    private Path secretFile(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
