package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Set;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.course.ArchiveReading;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.pool.TargetPool;
import org.coursebackup.run.RunRequest;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.thin.WholeArchive;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Contents of the shared pool that are wrong, touched or gone, and what becomes of the archives that refer to them. */
class PooledContentsTest extends OnPooledSite {
    @ParameterizedTest
    @ValueSource(strings = {"gone", "cut", "content", "empty"})
    void a_content_that_was_harmed_is_replaced_by_that_of_moodles_pool_and_all_archives_are_good_again(String harm)
            throws Exception {
        Path first = newest(GARDEN);
        switch (harm) {
            case "gone" -> Files.delete(pooled(content));
            case "cut" -> Damage.cut(pooled(content));
            case "empty" -> Files.write(pooled(content), new byte[0]);
            default -> Damage.alter(pooled(content), 5_000);
        }
        assertThat(new VerifyArchive().verify(first).good()).isFalse();
        night(GARDEN);

        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        assertGood(GARDEN);
        assertThat(VouchedArchive.verify(first, site.key().trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        if (!harm.equals("gone")) {
            assertThat(site.flow.notices())
                    .anyMatch(
                            notice -> notice.contains(content) && notice.contains("replaced by that of Moodle's pool"));
            assertThat(aside(content)).exists();
        }
    }

    @Test
    void a_content_is_read_again_after_so_many_days_or_when_it_was_touched() throws Exception {
        startReadingEvery(3);
        night(GARDEN);
        assertThat(readOfContents()).isZero();
        Files.setLastModifiedTime(pooled(content), FileTime.fromMillis(1_000_000));
        night(GARDEN);
        assertThat(readOfContents()).isEqualTo(LARGE);
        night(GARDEN);
        assertThat(readOfContents()).isEqualTo(traffic(GARDEN).cloned() - LARGE).isPositive();
        assertThat(traffic(GARDEN).copied()).isZero();
    }

    @Test
    void rot_that_leaves_no_trace_is_found_when_the_time_has_come_and_replaced() throws Exception {
        startReadingEvery(3);
        Damage.rot(pooled(content), 5_000);
        night(GARDEN);
        assertThat(readOfContents()).as("relied on").isZero();
        night(GARDEN);
        night(GARDEN);
        night(GARDEN);

        assertGood(GARDEN);
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content));
        assertThat(VouchedArchive.verify(
                                Path.of(archives(GARDEN).get(3).location()),
                                site.key().trusted())
                        .verdict())
                .isEqualTo(Verdict.VOUCHED);
    }

    @Test
    void reading_old_archives_again_finds_a_wrong_content_and_replaces_it() throws Exception {
        Damage.rot(pooled(content), 5_000);
        later(Duration.ofDays(40));
        ArchiveReading.Found found = reading().read(archive(GARDEN), newest(GARDEN), () -> false);

        assertThat(found.sound()).as(found.finding()).isTrue();
        assertThat(Files.readAllBytes(pooled(content))).isEqualTo(LargeContents.noise(1));
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content));
    }

    @Test
    void one_that_moodle_does_not_have_any_more_makes_its_archives_damaged_until_it_is_back() throws Exception {
        byte[] good = Files.readAllBytes(inMoodle.file(content));
        Damage.rot(pooled(content), 5_000);
        Files.delete(inMoodle.file(content));
        later(Duration.ofDays(40));

        ArchiveReading.Found found = reading().read(archive(GARDEN), newest(GARDEN), () -> false);
        assertThat(found.sound()).isFalse();
        assertThat(found.finding()).contains(content, "is damaged in the pool");
        Path whole = elsewhere.resolve("whole.mbz");
        assertThatThrownBy(() -> WholeArchive.write(newest(GARDEN), whole)).hasMessageContaining(content);
        assertThat(whole).doesNotExist();

        Files.write(inMoodle.file(content), good);
        assertThat(reading().read(archive(GARDEN), newest(GARDEN), () -> false).sound())
                .isTrue();
    }

    @Test
    void a_content_that_is_wrong_in_moodles_pool_does_not_get_in() throws Exception {
        String other = inMoodle.put(3, GARDEN);
        Files.write(inMoodle.file(other), LargeContents.noise(4));
        night(GARDEN);

        assertThat(site.statuses()).containsEntry(GARDEN, "4");
        assertThat(pool()).doesNotContain(other);
        assertThat(parts()).isEmpty();
        assertThat(ThinArchive.contents(newest(GARDEN)))
                .extracting(ListedContent::sha1)
                .contains(content)
                .doesNotContain(other);
    }

    @Test
    void an_unchanged_course_gets_a_new_archive_when_a_content_of_its_last_one_is_gone() throws Exception {
        site.properties.setProperty("skip.unchanged", "true");
        site.start();
        site.run(due());
        assertThat(result()).isEqualTo(Result.OK);
        later(Duration.ofDays(2));
        site.run(due());
        assertThat(result()).isEqualTo(Result.UNCHANGED);
        Files.delete(pooled(content));
        later(Duration.ofDays(2));
        site.run(due());

        assertThat(result()).isEqualTo(Result.OK);
        assertGood(GARDEN);
    }

    @Test
    void an_archive_found_damaged_for_a_content_is_good_again_once_a_course_has_brought_that_back() throws Exception {
        site.properties.setProperty("verify.sample", "100");
        site.start();
        Path kept = Files.move(inMoodle.file(content), elsewhere.resolve(content));
        Damage.rot(pooled(content), 5_000);
        later(Duration.ofDays(40));
        site.run(request(BAKERY));
        reread();
        assertThat(archive(GARDEN).damaged()).isNotNull();
        assertThat(archive(GARDEN).finding()).contains(content);
        assertThat(site.nextStarts()).containsEntry(GARDEN, 0L);
        Files.move(kept, inMoodle.file(content));
        night(GARDEN);
        assertThat(archives(GARDEN)).hasSize(2);
        reread();

        assertThat(archives(GARDEN)).allSatisfy(row -> assertThat(row.damaged()).isNull());
        assertGood(GARDEN);
    }

    private void startReadingEvery(int days) throws Exception {
        site.properties.setProperty("verify.cycle-days", String.valueOf(days));
        site.start();
    }

    private void reread() throws IOException {
        try (ProducerTemplate producer = site.flow.context().createProducerTemplate()) {
            producer.sendBody("direct:reread", null);
        }
    }

    private static RunRequest due() {
        return new RunRequest(true, false, false, Set.of(), "command");
    }

    private Result result() {
        return site.reader().course(GARDEN).orElseThrow().last().result();
    }

    private ArchiveReading reading() throws Exception {
        TargetPool pool = new TargetPool(site.settings(), site.pools.history(), site.clock);
        return new ArchiveReading(site.key(), site.reader(), pool::lookup, site.clock);
    }
}
