package org.coursebackup.web;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.export.ArchiveDifference;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** What the page says of a single archive, after two nights between which the course changed. */
class ArchivePageTest {
    private static ReportSite site;

    @TempDir
    Path elsewhere;

    private static JsonNode archives;

    @BeforeAll
    static void start() throws Exception {
        site = new ReportSite().start().run();
        new JdbcTemplate(site.pools.history())
                .update("update archive set made = made - 86400, started = started - 86400 where course_id = 8");
        site.database.update("update mdl_course set fullname = 'Drawing better maps' where id = 8");
        site.database.update("update mdl_backup_courses set nextstarttime = 0 where courseid = 8");
        site.database.update("update mdl_page set content = 'Another text' where course = 8");
        site.run();
        archives = site.json("/api/courses/8").get("archives");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    @Test
    void its_sections_and_activities_are_a_tree_with_titles_and_sizes() throws Exception {
        JsonNode view = contents(0);

        assertThat(view.get("sections").size()).isPositive();
        assertThat(view.findValuesAsText("module")).isNotEmpty();
        assertThat(view.at("/documents").asInt()).isGreaterThan(5);
        for (JsonNode section : view.get("sections")) {
            for (JsonNode activity : section.get("activities")) {
                assertThat(activity.get("title").asText()).isNotEmpty();
                assertThat(sum(activity))
                        .isEqualTo(activity.get("bytes").asLong())
                        .isPositive();
            }
        }
    }

    @Test
    void an_activity_has_its_files_by_name_and_size_and_can_be_downloaded_alone() throws Exception {
        String name = site.json("/api/courses/2").at("/archives/0/name").asText();
        JsonNode view = site.json("/api/courses/2/archives/" + name);
        JsonNode activity = null;
        for (JsonNode section : view.get("sections")) {
            for (JsonNode known : section.get("activities")) {
                activity = known.get("files").isNull() ? activity : known;
            }
        }
        assertThat(activity).isNotNull();
        JsonNode file = activity.at("/files/some/0");
        String alone = "/courses/2/archives/" + name + "/activities/"
                + activity.get("courseModuleId").asText();
        String cookie = site.cookie();
        String page = site.get("/courses/2/archives/" + name + "/contents", "Cookie", cookie)
                .body();

        assertThat(file.get("bytes").asLong()).isPositive();
        assertThat(page)
                .contains("<bdi>" + file.get("path").asText() + "</bdi>", "Download this activity alone", alone + "\"");
        assertThat(site.get(alone).statusCode()).as("without a login").isEqualTo(303);
        HttpResponse<byte[]> cut = site.getBytes(alone, "Cookie", cookie);
        assertThat(cut.headers().firstValue("Content-Disposition").orElse("")).contains("backup-moodle2-activity-");
        Path there = Files.write(elsewhere.resolve("cut.mbz"), cut.body());
        assertThat(new VerifyArchive().verify(there).errors()).isEmpty();
        try (ZipFile zip = new ZipFile(there.toFile())) {
            assertThat(zip.stream()
                            .map(ZipEntry::getName)
                            .filter(entry -> entry.matches("activities/[^/]+/module.xml")))
                    .hasSize(1);
        }
        assertThat(site.get("/courses/2/archives/" + name + "/activities/987654", "Cookie", cookie)
                        .statusCode())
                .isEqualTo(404);
        assertThat(site.folder.resolve("backups").toFile().list((folder, left) -> left.startsWith(".spool")))
                .as("what is handed out leaves nothing")
                .isEmpty();
    }

    @Test
    void files_that_differ_from_the_archive_before_are_named() throws Exception {
        JsonNode difference = contents(0).get("difference");
        long before = difference.get("filesChanged").asLong();
        Path archive =
                site.folder.resolve("backups").resolve(archives.at("/0/name").asText());

        assertThat(before).isEqualTo(difference.get("files").size());
        assertThat(ArchiveDifference.files(archive, archive)).isEmpty();
        Path other = site.folder
                .resolve("backups")
                .resolve(site.json("/api/courses/2").at("/archives/0/name").asText());
        assertThat(ArchiveDifference.files(archive, other))
                .isNotEmpty()
                .isEqualTo(ArchiveDifference.of(archive, other).files());
    }

    @Test
    void what_differs_from_the_archive_before_is_said_in_words() throws Exception {
        JsonNode difference = contents(0).get("difference");

        assertThat(difference.get("name").asText())
                .isEqualTo(archives.at("/1/name").asText());
        assertThat(difference.get("sentences").toString()).contains("course/course.xml");
        assertThat(contents(1).get("difference").isNull()).isTrue();
        assertThat(page(0)).contains("What is different", "course/course.xml");
        assertThat(page(1)).contains("There is no earlier archive here");
    }

    @Test
    void it_says_where_the_archive_lies_and_by_which_command_and_clicks_it_gets_back() throws Exception {
        String name = archives.at("/0/name").asText();

        assertThat(page(0))
                .contains(
                        site.folder.resolve("backups").resolve(name).toString(),
                        "restore_backup.php --file=",
                        "--categoryid=ID",
                        "Restore as a new course",
                        "Merge the backup course into this course",
                        "export 8 --activity NUMBER",
                        "· "
                                + contents(0)
                                        .get("sections")
                                        .findValue("courseModuleId")
                                        .asText()
                                + "</span>");
    }

    @Test
    void a_manifest_that_was_altered_is_not_believed_silently() throws Exception {
        String name = archives.at("/0/name").asText();
        Path manifest = site.folder.resolve("backups").resolve(name + ".manifest.json");
        String text = Files.readString(manifest);
        try {
            Files.writeString(manifest, text.replace("users.xml", "losers.xml"));

            assertThat(page(0)).contains("cannot be relied on");
        } finally {
            Files.writeString(manifest, text);
        }
        assertThat(page(0)).doesNotContain("cannot be relied on");
    }

    @Test
    void of_an_archive_that_is_stored_elsewhere_nothing_is_claimed() throws Exception {
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        String name = site.json("/api/courses/2").at("/archives/0/name").asText();
        history.update("update archive set location = 'sftp://backup.example.org/' || ? where course_id = 2", name);

        assertThat(site.get("/courses/2/archives/" + name + "/contents").body())
                .contains("It is stored elsewhere")
                .doesNotContain("restore_backup.php");
        assertThat(site.get("/courses/2/archives/nothing.mbz/contents").statusCode())
                .isEqualTo(404);
    }

    @Test
    void hundreds_of_like_warnings_are_one_line_with_the_list_behind_it() throws Exception {
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        long run = site.json("/api/runs").at("/runs/0/id").asLong();
        history.update(
                "insert into outcome_warning (run_id, course_id, seq, message) select ?, 8, 1000 + x,"
                        + " 'The pool file 0a1b2c3d4e5f' || (10000 + x) || ' is missing.' from system_range(1, 300)",
                run);
        try {
            String page = site.get("/courses/8").body();

            assertThat(page)
                    .containsSubsequence(
                            "<summary><b>300 times:</b> The pool file … is missing.</summary>", "0a1b2c3d4e5f10300");
        } finally {
            history.update("delete from outcome_warning where run_id = ? and seq > 1000", run);
        }
    }

    @Test
    void the_last_eight_weeks_show_what_became_of_the_course_each_night() throws Exception {
        String page = site.get("/courses/8").body();

        assertThat(page.split("<li class=\"n").length - 1).isEqualTo(NightStrip.DAYS);
        assertThat(page).contains("class=\"nWARNING\"", ": no run");
    }

    private static long sum(JsonNode activity) {
        long sum = 0;
        for (JsonNode document : activity.get("documents")) {
            sum += document.get("bytes").asLong();
        }
        return sum;
    }

    private static JsonNode contents(int n) throws Exception {
        return site.json(
                "/api/courses/8/archives/" + archives.at("/" + n + "/name").asText());
    }

    private static String page(int n) throws Exception {
        return site.get("/courses/8/archives/" + archives.at("/" + n + "/name").asText() + "/contents")
                .body();
    }
}
