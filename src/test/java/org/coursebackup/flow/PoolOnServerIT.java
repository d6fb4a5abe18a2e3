package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Traffic;
import org.coursebackup.testsupport.FileServer.Kind;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** store.layout=shared-pool with a backup.target on a real server: the folder keeps nothing. */
class PoolOnServerIT extends OnPoolElsewhere {
    private void start(Kind kind) throws Exception {
        prepare();
        site.properties.setProperty("store.pool.grace-days", "2");
        site.properties.setProperty("keep.last", "0");
        site.properties.setProperty("run.wait-minutes", "0");
        site.properties.setProperty("backup.target", serve(kind));
        site.start();
    }

    @ParameterizedTest
    @EnumSource
    void archives_and_each_content_once_lie_on_the_server_and_nothing_in_the_folder(Kind kind) throws Exception {
        start(kind);
        night();
        assertThat(pool()).containsExactlyInAnyOrderElementsOf(listed(archive()));
        assertGood();
        assertThat(traffic().copied()).isEqualTo(lengths());
        assertThat(traffic().cloned()).isZero();
        makeAllOld();
        Set<String> before = pool();
        String more = inMoodle.put(2, GARDEN);
        night();

        assertThat(pool()).containsAll(before).contains(more).hasSize(before.size() + 1);
        assertOld(before);
        assertThat(traffic().copied()).isEqualTo(LargeContents.BYTES);
        assertThat(traffic().cloned()).isEqualTo(lengths() - LargeContents.BYTES);
        assertGood();
        assertThat(here()).isEmpty();
    }

    @Test
    void a_server_that_is_away_fails_the_course_and_leaves_nothing() throws Exception {
        start(Kind.SFTP);
        site.properties.setProperty("backup.second-target.password", "wrong");
        site.start();
        assertThatThrownBy(this::night).hasMessageContaining("backup.target");

        assertThat(site.statuses()).containsEntry(GARDEN, "0");
        assertThat(thin()).isEmpty();
        assertThat(here()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_content_there_is_replaced_from_moodles_pool_when_an_old_archive_is_read(Kind kind) throws Exception {
        start(kind);
        night();
        Damage.alter(pooled(content));
        rereadAfter(Duration.ofDays(15));

        assertThat(pooled(content)).hasSameBinaryContentAs(inMoodle.file(content));
        assertThat(site.reader().archives(GARDEN)).allMatch(row -> row.damaged() == null);
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content));
    }

    @Test
    void one_that_moodle_has_no_more_makes_the_archive_a_damaged_one_and_the_course_due() throws Exception {
        start(Kind.SFTP);
        night();
        Damage.alter(pooled(content));
        Files.delete(inMoodle.file(content));
        rereadAfter(Duration.ofDays(15));

        assertThat(site.reader().archives(GARDEN)).allMatch(row -> row.damaged() != null);
        assertThat(site.reader().archives(GARDEN).get(0).finding()).contains(content);
    }

    @ParameterizedTest
    @EnumSource
    void what_no_archive_there_refers_to_goes_after_its_grace(Kind kind) throws Exception {
        start(kind);
        night();
        Path first = archive();
        night();
        inMoodle.unlink(content);
        night();
        Files.delete(first);
        night();
        assertThat(pooled(content)).as("another archive refers to it").exists();
        Path second = thin().get(0);
        Files.delete(second);
        night();
        night();
        assertThat(pooled(content)).as("within its grace").exists();
        night();

        assertThat(pooled(content)).doesNotExist();
        assertGood();
    }

    @Test
    void a_content_that_has_gone_while_it_was_relied_on_is_brought_there_when_it_is_noticed() throws Exception {
        start(Kind.SFTP);
        night();
        Files.delete(pooled(content));
        sweepDaily(9);
        assertThat(pooled(content)).hasSameBinaryContentAs(inMoodle.file(content));
    }

    @Test
    void after_two_weeks_without_a_listing_it_is_asked_for() throws Exception {
        start(Kind.SFTP);
        site.editRoute("80-notify.camel.yaml", "        - to: direct:sweep-pool\n", "");
        site.start();
        night();
        Files.delete(pooled(content));
        later(Duration.ofDays(14));
        night();

        assertThat(pooled(content)).hasSameBinaryContentAs(inMoodle.file(content));
        assertGood();
    }

    private Traffic traffic() {
        return site.reader().ofCourse(GARDEN, 1, 0).get(0).measures().traffic();
    }

    private Path archive() {
        ArchiveRow newest = site.reader().archives(GARDEN).get(0);
        return there.resolve(newest.fileName());
    }

    private void assertGood() throws Exception {
        assertVouched(archive());
    }

    private long lengths() throws IOException {
        return ThinArchive.contents(archive()).stream()
                .mapToLong(ListedContent::bytes)
                .sum();
    }

    /** What is left in the folder. */
    private List<String> here() throws IOException {
        try (Stream<Path> files = Files.walk(site.folder.resolve("backups"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".run.lock"))
                    .toList();
        }
    }
}
