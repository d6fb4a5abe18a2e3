package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes from the pool at a second target, what has to stay, and what listing it brings to light. */
class PoolElsewhereSweepIT extends OnSecondPool {
    @ParameterizedTest
    @EnumSource
    void what_no_copy_refers_to_goes_after_its_grace_and_not_before(Place place) throws Exception {
        tidied(place);
        inMoodle.unlink(content);
        night();
        night();
        assertThat(thin()).hasSize(1);
        assertThat(pooled(content)).as("its copy went last night").exists();
        night();
        assertThat(pooled(content)).as("within its grace").exists();
        night();

        assertThat(pooled(content)).doesNotExist();
        assertThat(pooledHere(content)).doesNotExist();
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void by_default_nothing_is_removed_there(Place place) throws Exception {
        copied(place);
        inMoodle.unlink(content);
        nights(12);
        assertThat(pooledHere(content)).doesNotExist();
        assertThat(pooled(content)).exists();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void if_what_a_copy_refers_to_cannot_be_read_nothing_is_removed_and_it_is_said(Place place) throws Exception {
        tidied(place);
        Path stranger = there.resolve("somebody.mbz.thin");
        Files.writeString(stranger, "no zip");
        inMoodle.unlink(content);
        nights(8);
        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices())
                .anyMatch(notice -> notice.contains("somebody.mbz.thin") && notice.contains("nothing is removed"));

        Files.delete(stranger);
        nights(4);
        assertThat(pooled(content)).doesNotExist();
        assertThat(site.flow.notices()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void copies_that_the_history_does_not_know_count_by_their_own_lists(Place place) throws Exception {
        tidied(place);
        Path strangers = there.resolve("somebody.mbz.thin");
        Files.copy(newest(), strangers);
        inMoodle.unlink(content);
        nights(8);
        assertThat(pooled(content)).exists();

        Files.delete(strangers);
        nights(4);
        assertThat(pooled(content)).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void where_most_copies_are_not_there_nothing_is_removed(Place place) throws Exception {
        tidied(place);
        night();
        Path hidden = Files.createDirectory(root.resolve("hidden"));
        inMoodle.unlink(content);
        night();
        for (Path copy : thin()) {
            Files.move(copy, hidden.resolve(copy.getFileName()));
        }
        send("direct:sweep-pool");
        later(Duration.ofDays(4));
        send("direct:sweep-pool");
        later(Duration.ofDays(4));
        send("direct:sweep-pool");

        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains("another place"));
    }

    @ParameterizedTest
    @EnumSource
    void what_has_gone_is_noticed_by_the_listing_and_brought_there_again(Place place) throws Exception {
        copied(place);
        Files.delete(pooled(content));
        sweepDaily(9);
        assertThat(pooled(content)).hasSameBinaryContentAs(pooledHere(content));
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains(content) && notice.contains("was gone"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP", "FTP"})
    void what_was_cut_off_goes_after_a_day_when_its_folder_is_listed(Place place) throws Exception {
        copied(place);
        Path left =
                pooled(content).resolveSibling("part-" + site.clock.instant().getEpochSecond() + "-x-" + content);
        Files.writeString(left, "half");
        sweepDaily(9);
        assertThat(left).doesNotExist();
        assertThat(pooled(content)).exists();
    }

    @ParameterizedTest
    @EnumSource(names = {"SFTP"})
    void a_list_that_fails_in_the_middle_removes_nothing_and_is_told(Place place) throws Exception {
        tidied(place);
        inMoodle.unlink(content);
        night();
        night();
        server.failListing("pool");
        nights(8);
        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains("could not be looked at"));
    }

    @Test
    void a_server_that_is_away_keeps_nothing_from_its_course_and_nothing_is_removed() throws Exception {
        tidied(Place.SFTP);
        inMoodle.unlink(content);
        server.close();
        night();
        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        assertThat(pooled(content)).exists();
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains("could not be looked at"));
        server = null;
    }

    /** A site whose old copies are removed, with one archive and its copy. */
    private void tidied(Place place) throws Exception {
        start(place);
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.properties.setProperty("store.pool.grace-days", "2");
        site.start();
        night();
        assertGood();
    }
}
