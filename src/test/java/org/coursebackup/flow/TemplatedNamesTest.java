package org.coursebackup.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.Reference;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.verify.ArchiveIdentity;
import org.coursebackup.verify.SampleArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** Archives of a Moodle 5.2 that names course backups by a template of its own, with the real route files. */
class TemplatedNamesTest {
    @TempDir
    Path second;

    private TestSite site;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.database.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.database.update("update mdl_course set shortname = 'Bio, 1', fullname = 'Biology' where id = 2");
        site.database.update("update mdl_course set shortname = 'Geo ${2}', fullname = 'Biology' where id = 3");
        site.properties.setProperty("keep.last", "1");
        site.archiver = this::write;
        template("{{course.shortname}} (true), {{date}}");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void archives_get_the_sites_names_whatever_characters_these_have() throws Exception {
        site.start();

        assertThat(archived(2L, 3L)).isEqualTo(2);

        assertThat(site.archives())
                .containsExactly("Bio,_1_(true),_" + minute() + ".mbz", "Geo__{2}_(true),_" + minute() + ".mbz");
        assertThat(ArchiveIdentity.of(backups().resolve(site.archives().get(0)))
                        .orElseThrow()
                        .name())
                .isEqualTo(site.archives().get(0));
        assertThat(site.reader().archives(2))
                .singleElement()
                .extracting(ArchiveRow::location)
                .isEqualTo(backups().resolve(site.archives().get(0)).toString());
    }

    @Test
    void the_part_keeps_its_standard_name_so_that_what_a_kill_leaves_is_known() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        site.before = course -> seen.addAll(site.archives());
        site.archiver = (course, name, settings, part, reference) -> {
            Files.writeString(part, "");
            return write(course, name, settings, part, reference);
        };
        site.start();

        site.run(courses(2L));

        assertThat(seen).singleElement().asString().matches("backup-moodle2-course-2-.*\\.mbz\\.part");
    }

    @Test
    void two_courses_of_one_name_get_an_archive_each() throws Exception {
        template("{{course.fullname}}-{{date}}");
        site.start();

        assertThat(archived(2L, 3L)).isEqualTo(2);

        assertThat(site.archives()).hasSize(2).allMatch(name -> name.startsWith("Biology-" + minute()));
        for (long course : new long[] {2, 3}) {
            Path archive = Path.of(site.reader().archives(course).get(0).location());
            assertThat(ArchiveIdentity.of(archive).orElseThrow().courseId()).isEqualTo(course);
        }
    }

    @Test
    void a_file_of_somebody_elses_is_neither_overwritten_nor_a_reason_to_fail() throws Exception {
        Path foreign = Files.writeString(backups().resolve("Bio,_1_(true),_" + minute() + ".mbz"), "not ours");
        site.start();

        assertThat(archived(2L)).isEqualTo(1);

        assertThat(foreign).hasContent("not ours");
        assertThat(site.archives()).contains("Bio,_1_(true),_" + minute() + "-2.mbz");
    }

    @Test
    void retention_removes_what_the_history_knows_and_nothing_else() throws Exception {
        site.start();
        site.run(courses(2L, 3L));
        List<String> first = site.archives();
        String copy = "copy of " + first.get(0);
        Files.copy(backups().resolve(first.get(0)), backups().resolve(copy));
        String pinned = first.get(1);
        new Pins(backups(), site.clock).pin(pinned, new Pin("", Optional.empty()));
        nextDay();

        site.run(courses(2L, 3L));

        assertThat(site.archives())
                .contains(pinned, copy, "Bio,_1_(true),_" + minute() + ".mbz", "Geo__{2}_(true),_" + minute() + ".mbz")
                .doesNotContain(first.get(0))
                .hasSize(5);
        assertThat(site.reader().archives(2))
                .extracting(row -> row.removed() != null)
                .containsExactly(false, true);
    }

    @Test
    void archives_from_before_the_template_and_after_it_are_kept_by_the_same_rules() throws Exception {
        site.properties.setProperty("keep.last", "2");
        template("");
        site.start();
        site.run(courses(2L));
        assertThat(site.archives()).singleElement().asString().startsWith("backup-moodle2-course-2-bio,_1-");
        template("{{id}}-{{date}}");
        nextDay();
        site.run(courses(2L));
        String templated = "2-" + minute() + ".mbz";
        assertThat(site.archives()).hasSize(2).contains(templated);
        template("");
        nextDay();

        site.run(courses(2L));

        assertThat(site.archives()).hasSize(2).contains(templated);
        assertThat(site.archives().get(1)).contains(minute());
        nextDay();
        site.run(courses(2L));
        assertThat(site.archives()).hasSize(2).allMatch(name -> name.startsWith("backup-moodle2-course-2-"));
    }

    @Test
    void an_archive_that_was_published_but_not_recorded_when_the_process_died_is_still_ours() throws Exception {
        site.editRoute("70-status.camel.yaml", "- bean: {ref: outcome, method: published}", "- bean: {ref: killer}");
        site.open().bind("killer", new Killer()).start(RouteFiles.in(site.folder), false);
        site.run(courses(2L));
        String unrecorded = site.archives().get(0);
        assertThat(site.reader().archives(2)).isEmpty();
        Files.writeString(backups().resolve(".publishing-Bio.mbz"), "half");
        site.database.update("update mdl_backup_courses set laststatus = '2' where courseid = 2");
        Files.delete(site.folder.resolve("routes").resolve("70-status.camel.yaml"));
        Files.copy(Path.of("routes", "70-status.camel.yaml"), site.folder.resolve("routes/70-status.camel.yaml"));
        site.start();

        site.flow.tidyUp();

        assertThat(site.archives()).containsExactly(unrecorded);
        assertThat(site.statuses())
                .as("with the warning that 5.2 was not compared")
                .containsEntry(2L, "4");
        assertThat(site.reader().archives(2)).hasSize(1);
        nextDay();
        assertThat(archived(2L)).isEqualTo(1);
        assertThat(site.archives()).containsExactly("Bio,_1_(true),_" + minute() + ".mbz");
    }

    @Test
    void copies_at_the_second_target_have_the_same_names_and_overwrite_none() throws Exception {
        site.properties.setProperty("backup.second-target", "file:" + second + "?fileExist=Override");
        template("{{course.shortname}}");
        site.start();
        site.run(courses(2L));
        List<String> first = site.archives();
        nextDay();

        site.run(courses(2L));

        assertThat(site.archives()).hasSize(1).doesNotContainAnyElementsOf(first);
        try (var copies = Files.list(second)) {
            assertThat(copies.map(file -> file.getFileName().toString())
                            .filter(name -> !name.endsWith(ManifestFile.SUFFIX)))
                    .containsExactlyInAnyOrder(first.get(0), site.archives().get(0));
        }
    }

    @Test
    void moodles_own_file_area_gets_the_sites_names_and_its_retention() throws Exception {
        site.properties.setProperty("backup.storage", "both");
        template("{{date}} {{#useidonly}}id{{/useidonly}}{{^useidonly}}{{course.shortname}}{{/useidonly}}");
        site.start();
        site.run(courses(2L));
        nextDay();

        assertThat(archived(2L)).isEqualTo(1);

        String name = minute() + "_Bio,_1.mbz";
        assertThat(site.archives()).containsExactly(name);
        assertThat(site.database.queryForList(
                        "select filename from mdl_files where component = 'backup' and filearea = 'automated'"
                                + " and filename <> '.'",
                        String.class))
                .containsExactly(name);
        assertThat(site.reader().archives(2)).hasSize(4);
    }

    @Test
    void a_hostile_template_costs_no_course_its_archive() throws Exception {
        for (String template : List.of("{{", "../{{date}}", "{{course}}", "{{#a}}".repeat(2000), "x".repeat(20_000))) {
            template(template);
            site.start();
            assertThat(archived(2L)).as(template).isEqualTo(1);
            assertThat(site.archives()).as(template).hasSize(1);
            nextDay();
        }
    }

    /** Ends a course's way where the process is killed: the archive has its name, and nobody was told. */
    public static final class Killer {
        public void kill(Exchange exchange) {
            exchange.setRouteStop(true);
        }
    }

    private ArchiveReport write(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException {
        try {
            site.before.archive(courseId);
        } catch (Exception failure) {
            throw new IOException(failure);
        }
        SampleArchive archive = new SampleArchive();
        String index = new String(archive.entries.get("moodle_backup.xml"), StandardCharsets.UTF_8)
                .replace("<name>x.mbz", "<name>" + name)
                .replace("<original_course_id>7", "<original_course_id>" + courseId)
                .replace("1795402800", Long.toString(site.clock.instant().getEpochSecond()));
        archive.put("moodle_backup.xml", index.getBytes(StandardCharsets.UTF_8)).writeTo(part);
        return new ArchiveReport(
                courseId, Files.size(part), 1, 7, Map.of("course", 1L), Map.of(), List.of(), Set.of(), Set.of());
    }

    private void template(String template) {
        String setting = "backup_default_filename_template_course";
        site.database.update("delete from mdl_config_plugins where plugin = 'backup' and name = ?", setting);
        site.database.update(
                "insert into mdl_config_plugins (plugin, name, value) values ('backup', ?, ?)", setting, template);
    }

    private void nextDay() {
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
    }

    private String minute() {
        return DateTimeFormatter.ofPattern("yyyyMMdd-HHmm")
                .withZone(ZoneOffset.UTC)
                .format(site.clock.instant());
    }

    /** How many of the courses got an archive; with a warning, since 5.2 was not compared. */
    private int archived(Long... ids) throws Exception {
        RunSummary run = site.run(courses(ids));
        return run.ok() + run.warned();
    }

    private Path backups() {
        return site.folder.resolve("backups");
    }

    private static RunRequest courses(Long... ids) {
        return new RunRequest(true, true, false, Set.of(ids), "command");
    }
}
