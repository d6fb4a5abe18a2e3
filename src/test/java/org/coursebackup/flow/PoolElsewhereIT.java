package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.deliver.Delivery;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.testsupport.FileServer;

import static org.assertj.core.api.Assertions.assertThat;

/** Copies and their contents at a second target: what is brought there, and when no copy is made. */
class PoolElsewhereIT extends OnSecondPool {
    @ParameterizedTest
    @EnumSource
    void copies_have_their_contents_beside_them_each_brought_there_once(Place place) throws Exception {
        copied(place);
        assertThat(pool()).containsExactlyInAnyOrderElementsOf(listed(newest()));
        assertGood();
        makeAllOld();
        Set<String> before = pool();
        String more = inMoodle.put(2, GARDEN);
        night();

        assertThat(pool()).containsAll(before).contains(more).hasSize(before.size() + 1);
        assertOld(before);
        assertGood();
        assertThat(strays()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void without_a_content_no_copy_is_made_and_it_is_tried_again(Place place) throws Exception {
        start(place);
        site.properties.setProperty("backup.second-target.password", "wrong");
        if (place == Place.FOLDER) {
            Files.move(there, root.resolve("away"));
        }
        site.start();
        night();
        Path here = pooledHere(content);
        byte[] good = Files.readAllBytes(here);
        Files.writeString(here, "rotten");
        Files.delete(inMoodle.file(content));
        if (place == Place.FOLDER) {
            Files.move(root.resolve("away"), there);
        }
        site.properties.setProperty("backup.second-target.password", FileServer.PASSWORD);
        site.start();
        later(Duration.ofHours(1));
        send("direct:copy");
        assertThat(thin()).isEmpty();

        Files.write(here, good);
        later(Duration.ofHours(1));
        send("direct:copy");
        assertThat(thin()).hasSize(1);
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_history_that_knows_nothing_of_the_place_has_its_contents_read_and_nothing_written(Place place)
            throws Exception {
        copied(place);
        JdbcTemplate history = new JdbcTemplate(site.pools.history());
        history.update("delete from place_content");
        Files.setLastModifiedTime(pooled(content), FileTime.from(Instant.EPOCH));
        night();

        assertThat(Files.getLastModifiedTime(pooled(content)).toInstant()).isEqualTo(Instant.EPOCH);
        assertThat(history.queryForObject("select count(*) from place_content", Integer.class))
                .isEqualTo(pool().size());
        assertGood();
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLDER", "SFTP"})
    void a_wrong_one_of_the_right_length_that_nobody_has_read_is_replaced(Place place) throws Exception {
        copied(place);
        new JdbcTemplate(site.pools.history()).update("delete from place_content");
        Damage.alter(pooled(content));
        night();

        assertThat(pooled(content)).hasSameBinaryContentAs(pooledHere(content));
        assertGood();
    }

    @ParameterizedTest
    @EnumSource
    void a_place_with_the_pool_of_another_site_gets_no_copy(Place place) throws Exception {
        start(place);
        Files.createDirectories(there.resolve("pool"));
        Files.writeString(there.resolve("pool/site.txt"), "https://other.example.org\n");
        night();

        assertThat(thin()).isEmpty();
        assertThat(new Outbox(site.pools.history()).troubled(Instant.EPOCH, 10))
                .singleElement()
                .extracting(Delivery::error)
                .asString()
                .contains("that of the site https://other.example.org");
        assertThat(pool()).isEmpty();
    }

    private List<String> strays() throws IOException {
        return pool().stream().filter(name -> !name.matches("[0-9a-f]{40}")).toList();
    }
}
