package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.store.Pin;
import org.coursebackup.store.Pins;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What {@code backup.second-target.keep.*} remove from a second folder, and what stays there. */
class CopyRetentionTest {
    private TestSite site;
    private SettableClock clock;
    private Path second;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.archiveQuickly();
        clock = (SettableClock) site.clock;
        second = Files.createDirectory(site.folder.resolve("second"));
        site.properties.setProperty("keep.last", "0");
        site.properties.setProperty(
                "backup.second-target", "file:" + second + "?autoCreate=false&tempPrefix=.copying-&fileExist=Override");
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void copies_have_rules_of_their_own() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "2");
        site.start();

        nights(4);

        assertThat(site.archives()).hasSize(4);
        assertThat(copies()).isEqualTo(site.archives().subList(2, 4));
        assertThat(site.reader().archives(2))
                .filteredOn(archive -> archive.location().startsWith("file:"))
                .extracting(archive -> archive.removed() == null)
                .containsExactly(true, true, false, false);
    }

    @Test
    void without_rules_nothing_is_ever_deleted_there() throws Exception {
        site.properties.setProperty("keep.deleted-days", "1");
        site.start();
        nights(3);
        site.database.update("delete from mdl_course where id = 2");
        clock.advance(Duration.ofDays(9));
        site.run(new RunRequest(true, true, false, Set.of(3L), "command"));
        clock.advance(Duration.ofDays(9));
        site.run(new RunRequest(true, true, false, Set.of(3L), "command"));

        assertThat(copies()).filteredOn(name -> name.contains("-course-2-")).hasSize(3);
    }

    @Test
    void files_of_others_stay_whatever_they_are_called() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();
        nights(2);
        String replaced = copies().get(0);
        Files.writeString(second.resolve(replaced), "what another site copied over ours");
        Files.writeString(second.resolve("backup-moodle2-course-2-mine-20200101-0300.mbz"), "another site's");
        Files.writeString(second.resolve("notes.txt"), "notes");

        nights(1);

        assertThat(copies())
                .contains(replaced, "backup-moodle2-course-2-mine-20200101-0300.mbz", "notes.txt")
                .hasSize(4);
    }

    @Test
    void the_newest_good_copy_that_exists_stays() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();
        nights(1);
        String first = copies().get(0);
        restart(0);
        nights(1);
        Files.delete(second.resolve(copies().get(1)));
        restart(1);

        tidy();

        assertThat(copies()).as("the newer one is only in the history").containsExactly(first);
    }

    @Test
    void a_damaged_copy_does_not_push_out_a_good_one() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();
        nights(1);
        String good = copies().get(0);
        restart(0);
        nights(1);
        String newest = copies().get(1);
        new History(site.pools.history())
                .archives()
                .damaged(2, "file:" + second.resolve(newest), clock.instant(), "a test");
        restart(1);

        tidy();

        assertThat(copies()).containsExactly(good, newest);
    }

    @Test
    void a_pinned_copy_stays_until_its_pin_is_over() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();
        nights(1);
        String pinned = copies().get(0);
        LocalDate until = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().plusDays(3);
        new Pins(site.folder.resolve("backups"), clock).pin(pinned, new Pin("exams", Optional.of(until)));
        nights(2);
        assertThat(copies()).hasSize(2).contains(pinned);

        nights(3);

        assertThat(copies()).hasSize(1).doesNotContain(pinned);
    }

    @Test
    void a_second_target_that_is_away_affects_no_course_and_forgets_nothing() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.properties.setProperty("delivery.retry-minutes", "1");
        site.start();
        nights(1);
        Path away = site.folder.resolve("away");
        Files.move(second, away);

        nights(2);

        assertThat(site.statuses()).containsEntry(2L, "1");
        assertThat(site.reader().archives(2)).extracting(ArchiveRow::removed).containsOnlyNulls();
        Files.move(away, second);
        nights(1);
        assertThat(copies()).isEqualTo(site.archives().subList(3, 4));
    }

    @Test
    void copies_of_a_deleted_course_go_when_its_time_is_over_and_not_before() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.properties.setProperty("keep.deleted-days", "30");
        site.start();
        nights(1);
        site.database.update("delete from mdl_course where id = 2");
        other();
        assertThat(ofCourse2()).hasSize(1);

        clock.advance(Duration.ofDays(29));
        other();
        assertThat(ofCourse2()).hasSize(1);
        clock.advance(Duration.ofDays(2));
        other();

        assertThat(ofCourse2()).isEmpty();
        assertThat(copies()).as("the other course's").hasSize(1);
    }

    @Test
    void with_names_by_a_sites_template_the_history_tells_whose_copies_they_are() throws Exception {
        site.database.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.database.update(
                "insert into mdl_config_plugins (plugin, name, value) values ('backup', ?, ?)",
                "backup_default_filename_template_course",
                "{{course.fullname}} {{date}}");
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();
        nights(1);
        String first = copies().get(0);
        Files.writeString(second.resolve("Some_other_course_20260115-0230.mbz"), "somebody's");

        nights(1);

        assertThat(copies())
                .hasSize(2)
                .contains("Some_other_course_20260115-0230.mbz")
                .doesNotContain(first);
    }

    /** Needs a file system with attributes and the right to set them; elsewhere it is left out. */
    @Test
    void an_append_only_folder_keeps_its_copies_and_is_told_about_once() throws Exception {
        site.properties.setProperty("backup.second-target", "file:" + second + "?autoCreate=false&fileExist=Fail");
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();
        assumeTrue(chattr("+a") == 0, "chattr +a is not possible here");
        try {
            nights(6);

            assertThat(copies()).isEqualTo(site.archives()).hasSize(6);
            assertThat(site.reader().archives(2))
                    .filteredOn(archive -> archive.refused() != null)
                    .hasSize(3);
        } finally {
            chattr("-a");
        }
    }

    private int chattr(String attribute) throws Exception {
        try {
            Process chattr = new ProcessBuilder("chattr", attribute, second.toString())
                    .redirectErrorStream(true)
                    .start();
            chattr.getInputStream().readAllBytes();
            return chattr.waitFor();
        } catch (IOException missing) {
            return -1;
        }
    }

    private void nights(int count) throws Exception {
        for (int night = 0; night < count; night++) {
            clock.advance(Duration.ofDays(1));
            RunSummary run = site.run(new RunRequest(true, true, false, Set.of(2L), "command"));
            assertThat(run.ok() + run.warned()).isEqualTo(1);
        }
    }

    private void other() throws Exception {
        clock.advance(Duration.ofMinutes(1));
        site.run(new RunRequest(true, true, false, Set.of(3L), "command"));
    }

    private void restart(int last) throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", String.valueOf(last));
        site.start();
    }

    private void tidy() {
        site.flow
                .context()
                .createFluentProducerTemplate()
                .to("direct:tidy-copies")
                .send();
    }

    private List<String> ofCourse2() throws IOException {
        return copies().stream().filter(name -> name.contains("-course-2-")).toList();
    }

    private List<String> copies() throws IOException {
        try (Stream<Path> files = Files.list(second)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
