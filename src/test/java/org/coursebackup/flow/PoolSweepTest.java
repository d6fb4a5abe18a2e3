package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.manifest.ManifestFile;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes from the shared pool after a night, and what has to stay. */
class PoolSweepTest extends OnPooledSite {
    @Test
    void what_no_archive_refers_to_goes_after_its_grace_and_not_before() throws Exception {
        keepOneWithGrace(2);
        inMoodle.unlink(content);
        night(GARDEN);
        assertThat(archives(GARDEN)).filteredOn(row -> row.removed() == null).hasSize(1);
        assertThat(pooled(content)).as("seen for the first time").exists();
        night(GARDEN);
        assertThat(pooled(content)).exists();
        night(GARDEN);

        assertThat(pooled(content)).doesNotExist();
        assertGood(GARDEN);
    }

    @Test
    void without_grace_it_goes_at_once_and_a_pin_keeps_it() throws Exception {
        keepOneWithGrace(0);
        Files.writeString(newest(GARDEN).resolveSibling(newest(GARDEN).getFileName() + ".pin"), "for the audit");
        inMoodle.unlink(content);
        night(GARDEN);
        assertThat(pooled(content)).as("its archive is pinned").exists();
        Files.delete(Path.of(archives(GARDEN).get(1).location() + ".pin"));
        night(GARDEN);

        assertThat(pooled(content)).doesNotExist();
        assertGood(GARDEN);
    }

    @Test
    void one_that_is_needed_again_within_its_grace_stays() throws Exception {
        keepOneWithGrace(2);
        inMoodle.unlink(content);
        night(GARDEN);
        // in runs so soon after it that nothing is swept
        inMoodle.link(content, GARDEN);
        later(Duration.ofHours(2));
        site.run(request(GARDEN));
        inMoodle.unlink(content);
        later(Duration.ofHours(2));
        site.run(request(GARDEN));
        night(GARDEN);
        night(GARDEN);
        assertThat(pooled(content)).as("the grace began anew").exists();
        night(GARDEN);
        assertThat(pooled(content)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"archive gone", "archive unreadable"})
    void if_what_one_archive_refers_to_is_not_known_nothing_is_removed_and_it_is_said(String harm) throws Exception {
        inMoodle.unlink(content);
        startWithGrace(0);
        night(GARDEN);
        Path first = Path.of(archives(GARDEN).get(1).location());
        Path stray = stray();
        if (harm.equals("archive gone")) {
            Files.delete(first);
        } else {
            Files.writeString(first, "no zip");
            Files.delete(ManifestFile.of(first));
        }
        night(GARDEN);

        assertThat(pooled(content)).exists();
        assertThat(stray).exists();
        assertThat(site.flow.notices())
                .anyMatch(notice -> notice.contains(first.toString()) && notice.contains("Nothing is removed"));
    }

    @Test
    void of_an_archive_that_cannot_be_read_the_signed_manifest_tells_what_it_refers_to() throws Exception {
        inMoodle.unlink(content);
        startWithGrace(0);
        Path first = newest(GARDEN);
        Path stray = stray();
        Files.writeString(first, "no zip");
        night(GARDEN);

        assertThat(pooled(content)).exists();
        assertThat(stray).doesNotExist();
    }

    /** Of each course the newest archive is kept, and pinned ones. */
    private void keepOneWithGrace(int days) throws Exception {
        site.properties.setProperty("keep.last", "1");
        startWithGrace(days);
    }

    private void startWithGrace(int days) throws Exception {
        site.properties.setProperty("store.pool.grace-days", String.valueOf(days));
        site.start();
    }

    private Path stray() throws IOException {
        Path stray = pooled("ab".repeat(20));
        Files.createDirectories(stray.getParent());
        return Files.writeString(stray, "of nobody");
    }
}
