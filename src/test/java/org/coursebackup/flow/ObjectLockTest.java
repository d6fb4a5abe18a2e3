package org.coursebackup.flow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.LockingBucket;
import org.coursebackup.testsupport.LockingBucket.Stored;

import static org.assertj.core.api.Assertions.assertThat;

/** Object lock on S3: what is sent with an archive, and what retention knows about it. */
class ObjectLockTest {
    private TestSite site;
    private SettableClock clock;
    private LockingBucket bucket;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.archiveQuickly();
        clock = (SettableClock) site.clock;
        bucket = new LockingBucket();
        // the smallest way in which compatible servers take uploads, and the one that leaves bodies as they are
        System.setProperty("aws.requestChecksumCalculation", "WHEN_REQUIRED");
        site.properties.setProperty("keep.last", "0");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.requestChecksumCalculation");
        site.close();
        bucket.close();
    }

    @Test
    void an_archive_is_locked_where_it_is_published() throws Exception {
        site.properties.setProperty("backup.target", bucket.endpoint("&multiPartUpload=true"));
        site.properties.setProperty("backup.target.lock-mode", "compliance");
        site.properties.setProperty("backup.target.lock-days", "90");
        site.start();

        night();

        assertThat(bucket.objects().values()).singleElement().satisfies(stored -> {
            assertThat(stored.mode()).isEqualTo("COMPLIANCE");
            assertThat(stored.until()).isEqualTo(clock.instant().plus(Duration.ofDays(90)));
        });
        assertThat(site.archives()).isEmpty();
    }

    @Test
    void an_archive_sent_in_parts_is_locked_as_a_whole() throws Exception {
        site.archiver = (course, name, settings, part, reference) -> {
            Files.write(part, new byte[11_000_000]);
            return TestSite.report(course, 11_000_000);
        };
        site.properties.setProperty("backup.second-target", bucket.endpoint("&multiPartUpload=true&partSize=5242880"));
        site.properties.setProperty("backup.second-target.lock-mode", "governance");
        site.properties.setProperty("backup.second-target.lock-days", "30");
        site.start();

        night();

        assertThat(bucket.requests())
                .filteredOn(request -> request.contains("partNumber="))
                .hasSize(3);
        Stored stored = bucket.objects().values().iterator().next();
        assertThat(stored.content().capacity()).isEqualTo(11_000_000);
        assertThat(stored.mode()).isEqualTo("GOVERNANCE");
        assertThat(stored.until()).isEqualTo(clock.instant().plus(Duration.ofDays(30)));
    }

    @Test
    void a_secret_key_with_characters_that_addresses_encode_makes_no_difference() throws Exception {
        site.properties.setProperty(
                "backup.target",
                bucket.endpoint("").replace("secretKey=secret", "secretKey=RAW({{backup.target.password}})"));
        site.properties.setProperty("backup.target.password", "s3cret+&%");
        site.properties.setProperty("backup.target.lock-mode", "compliance");
        site.properties.setProperty("backup.target.lock-days", "90");
        site.start();

        night();

        assertThat(bucket.objects().values()).singleElement().satisfies(stored -> assertThat(stored.mode())
                .isEqualTo("COMPLIANCE"));
    }

    @Test
    void without_a_mode_nothing_is_locked() throws Exception {
        site.properties.setProperty("backup.second-target", bucket.endpoint(""));
        site.start();

        site.run(new RunRequest(true, true, false, Set.of(2L), "command"));

        // the bucket of this test takes nothing without a checksum; only what a lock needs sends one
        assertThat(bucket.objects()).isEmpty();
        assertThat(site.reader().archives(2)).hasSize(1);
    }

    @Test
    void what_is_locked_is_not_even_tried_before_its_time() throws Exception {
        second(7);
        site.start();
        night();
        String first = bucket.objects().keySet().iterator().next();
        assertThat(StandardCharsets.UTF_8
                        .decode(bucket.objects().get(first).content())
                        .toString())
                .isEqualTo("archive of course 2");

        for (int night = 0; night < 6; night++) {
            night();
        }
        assertThat(bucket.requests()).noneMatch(request -> request.matches("(HEAD|DELETE) .*"));
        assertThat(bucket.objects()).hasSize(7);

        night();

        assertThat(bucket.requests()).contains("DELETE " + first + "?versionId=v1");
        assertThat(bucket.objects()).hasSize(7).doesNotContainKey(first);
    }

    @Test
    void a_lock_that_only_the_server_knows_is_noticed_noted_and_respected() throws Exception {
        second(1);
        site.start();
        night();
        String first = bucket.objects().keySet().iterator().next();
        Instant until = clock.instant().plus(Duration.ofDays(20));
        bucket.lock(first, until);

        night();
        night();
        night();

        assertThat(bucket.requests()).filteredOn(("HEAD " + first)::equals).hasSize(1);
        assertThat(bucket.requests()).noneMatch(request -> request.startsWith("DELETE " + first));
        assertThat(copies())
                .filteredOn(copy -> copy.fileName().equals(first))
                .singleElement()
                .satisfies(copy -> {
                    assertThat(copy.lockedUntil()).isEqualTo(until);
                    assertThat(copy.removed()).isNull();
                });
        clock.advance(Duration.ofDays(20));
        night();
        assertThat(bucket.objects()).doesNotContainKey(first);
    }

    private void second(int days) {
        site.properties.setProperty("backup.second-target", bucket.endpoint(""));
        site.properties.setProperty("backup.second-target.lock-mode", "governance");
        site.properties.setProperty("backup.second-target.lock-days", String.valueOf(days));
        site.properties.setProperty("backup.second-target.keep.last", "1");
    }

    private List<ArchiveRow> copies() {
        return site.reader().archives(2).stream()
                .filter(archive -> archive.location().startsWith("aws2-s3:"))
                .toList();
    }

    private void night() throws Exception {
        clock.advance(Duration.ofDays(1));
        assertThat(site.run(new RunRequest(true, true, false, Set.of(2L), "command"))
                        .ok())
                .isEqualTo(1);
    }
}
