package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.run.RunRequest;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** Nights with store.layout=shared-pool: what they write, and what they publish. */
class PooledNightsTest extends OnPooledSite {
    @Test
    void an_archive_has_its_documents_and_the_pool_each_content_once() throws Exception {
        Path thin = newest(GARDEN);
        assertThat(thin.getFileName().toString()).endsWith(".mbz.thin");
        assertGood(GARDEN);
        List<ListedContent> contents = ThinArchive.contents(thin);
        assertThat(contents).extracting(ListedContent::sha1).contains(content).doesNotHaveDuplicates();
        for (ListedContent each : contents) {
            assertThat(Files.readAllBytes(pooled(each.sha1()))).hasSize((int) each.bytes());
        }
        assertThat(pool())
                .containsExactlyInAnyOrderElementsOf(
                        contents.stream().map(ListedContent::sha1).toList());
        assertThat(Files.size(thin)).isLessThan(LARGE);
        assertThat(traffic(GARDEN).copied())
                .isEqualTo(contents.stream().mapToLong(ListedContent::bytes).sum());
        assertThat(site.archives()).containsExactly(thin.getFileName().toString(), "pool");
        assertThat(site.manifests()).containsExactly(thin.getFileName().toString());
        assertThat(archive(GARDEN).sha256()).hasSize(64);
        assertThat(archive(GARDEN).bytes()).isEqualTo(Files.size(thin));
    }

    @Test
    void a_second_night_reads_and_writes_only_what_is_new() throws Exception {
        Set<String> before = pool();
        String more = inMoodle.put(2, GARDEN);
        night(GARDEN);

        assertThat(traffic(GARDEN).copied()).isEqualTo(LARGE);
        assertThat(traffic(GARDEN).cloned()).isGreaterThan(LARGE);
        assertThat(pool()).containsAll(before).contains(more).hasSize(before.size() + 1);
        assertGood(GARDEN);
        assertThat(site.reader().runs(1, 0).get(0).totals().traffic()).isEqualTo(traffic(GARDEN));

        night(GARDEN);
        assertThat(traffic(GARDEN).copied()).isZero();
        assertThat(readOfContents()).isZero();
    }

    @Test
    void two_courses_have_a_content_in_common() throws Exception {
        int before = pool().size();
        inMoodle.link(content, BAKERY);
        night(BAKERY);

        assertThat(ThinArchive.contents(newest(BAKERY)))
                .extracting(ListedContent::sha1)
                .contains(content);
        assertThat(traffic(BAKERY).cloned()).isGreaterThanOrEqualTo(LARGE);
        assertThat(traffic(BAKERY).copied() + traffic(BAKERY).cloned())
                .isEqualTo(ThinArchive.contents(newest(BAKERY)).stream()
                        .mapToLong(ListedContent::bytes)
                        .sum());
        assertThat(pool().size()).isGreaterThanOrEqualTo(before);
        assertGood(BAKERY);
        assertGood(GARDEN);
    }

    @Test
    void two_courses_that_are_the_first_with_a_content_at_once_both_have_it() throws Exception {
        String shared = inMoodle.put(7, GARDEN);
        inMoodle.link(shared, BAKERY);
        later(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(GARDEN, BAKERY), "schedule"));

        assertThat(pool()).contains(shared);
        assertThat(aside(shared)).doesNotExist();
        assertGood(GARDEN);
        assertGood(BAKERY);
    }

    @Test
    void without_the_history_all_of_the_pool_is_read_and_nothing_is_written() throws Exception {
        new JdbcTemplate(site.pools.history()).update("delete from pool_content");
        night(GARDEN);

        assertThat(traffic(GARDEN).copied()).isZero();
        assertThat(readOfContents()).isEqualTo(traffic(GARDEN).cloned());
        assertGood(GARDEN);
    }

    @Test
    void without_the_pool_step_no_archive_is_published() throws Exception {
        site.editRoute("30-course.camel.yaml", "        - to: direct:pool\n", "");
        site.start();
        inMoodle.put(5, GARDEN);
        night(GARDEN);

        assertFailedForWantOfPool();
        assertThat(archives(GARDEN)).hasSize(1);
        assertThat(parts()).isEmpty();
    }

    @Test
    void nor_is_one_that_nobody_reads_back() throws Exception {
        site.editRoute("30-course.camel.yaml", "        - to: direct:pool\n        - to: direct:verify\n", "");
        site.start();
        night(GARDEN);

        assertFailedForWantOfPool();
    }

    @Test
    void what_a_killed_process_left_under_temporary_names_goes_and_what_has_its_name_is_used() throws Exception {
        Path left = site.folder.resolve("backups/pool/.part-7-" + "ab".repeat(20));
        Files.writeString(left, "half");
        // killed between the names of the contents and that of the archive
        String placed = inMoodle.put(6, GARDEN);
        Files.createDirectories(pooled(placed).getParent());
        Files.copy(inMoodle.file(placed), pooled(placed));
        night(GARDEN);

        assertThat(left).doesNotExist();
        assertThat(traffic(GARDEN).copied()).isZero();
        assertThat(readOfContents()).isEqualTo(LARGE);
        assertGood(GARDEN);
    }

    @Test
    void one_published_just_before_a_kill_counts_if_its_contents_are_there() throws Exception {
        ArchiveRow archive = archive(GARDEN);
        site.killedBeforeRecording(GARDEN);
        site.flow.tidyUp();

        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        assertThat(archives(GARDEN))
                .singleElement()
                .extracting(ArchiveRow::location, ArchiveRow::bytes, ArchiveRow::sha256)
                .containsExactly(archive.location(), archive.bytes(), archive.sha256());
    }

    @Test
    void and_does_not_count_if_one_of_them_is_not() throws Exception {
        site.killedBeforeRecording(GARDEN);
        Damage.alter(pooled(content), 5_000);
        site.flow.tidyUp();

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(archives(GARDEN)).isEmpty();
        assertThat(site.archives()).anyMatch(name -> name.endsWith(".mbz.thin.damaged"));
    }

    private void assertFailedForWantOfPool() {
        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(site.reader().ofCourse(GARDEN, 1, 0).get(0).ending().reason())
                .contains("direct:pool");
    }
}
