package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The route 56-reread with a pool at a second target: each place repairs the other. */
class PoolElsewhereRereadIT extends OnSecondPool {
    @ParameterizedTest
    @EnumSource
    void a_wrong_content_there_is_replaced_when_an_old_copy_is_read(Place place) throws Exception {
        copied(place);
        Damage.alter(pooled(content));
        rereadAfter(Duration.ofDays(15));

        assertThat(pooled(content)).hasSameBinaryContentAs(pooledHere(content));
        assertThat(site.reader().archives(GARDEN)).allMatch(row -> row.damaged() == null);
        assertThat(site.flow.notices())
                .anyMatch(notice -> notice.contains(content) && notice.contains("brought there"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void one_that_nobody_has_any_more_makes_the_copy_a_damaged_one(Place place) throws Exception {
        copied(place);
        Files.delete(pooled(content));
        Files.delete(pooledHere(content));
        Files.delete(inMoodle.file(content));
        rereadAfter(Duration.ofDays(15));

        assertThat(site.reader().archives(GARDEN)).hasSize(2).allMatch(row -> row.damaged() != null);
        assertThat(copy().finding()).contains(content);
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_content_here_is_replaced_from_there_if_moodle_has_it_no_more(Place place) throws Exception {
        copied(place);
        Damage.alter(pooledHere(content));
        Files.delete(inMoodle.file(content));
        rereadAfter(Duration.ofDays(15));

        assertThat(pooledHere(content)).hasSameBinaryContentAs(pooled(content));
        assertThat(site.reader().archives(GARDEN)).hasSize(2).allMatch(row -> row.damaged() == null);
        assertThat(leftHere()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_damaged_copy_is_replaced_and_its_contents_stay(Place place) throws Exception {
        copied(place);
        Path copied = thin().get(0);
        Damage.alter(copied);
        rereadAfter(Duration.ofDays(15));

        assertThat(copied).hasSameBinaryContentAs(newest());
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_damaged_archive_is_replaced_by_its_copy(Place place) throws Exception {
        copied(place);
        Damage.alter(newest());
        rereadAfter(Duration.ofDays(15));

        assertThat(newest()).hasSameBinaryContentAs(thin().get(0));
        assertThat(site.reader().archives(GARDEN)).hasSize(2).allMatch(row -> row.damaged() == null);
    }

    private List<String> leftHere() throws IOException {
        try (Stream<Path> files = Files.walk(site.folder.resolve("backups"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".part-") || name.startsWith(".spool-"))
                    .toList();
        }
    }
}
