package org.coursebackup.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.LockingBucket;
import org.coursebackup.testsupport.LockingBucket.Stored;

import static org.assertj.core.api.Assertions.assertThat;

/** A shared pool in a bucket with object lock: contents are locked as long as what refers to them. */
class LockedPoolTest {
    private static final long GARDEN = 2;

    private TestSite site;
    private LargeContents inMoodle;
    private LockingBucket bucket;
    private String content;

    @BeforeEach
    void makeSite() throws Exception {
        bucket = new LockingBucket();
        // the smallest way in which compatible servers take uploads
        System.setProperty("aws.requestChecksumCalculation", "WHEN_REQUIRED");
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("store.layout", "shared-pool");
        site.properties.setProperty("store.pool.grace-days", "2");
        site.properties.setProperty("keep.last", "1");
        site.properties.setProperty("backup.second-target", bucket.endpoint(""));
        site.properties.setProperty("backup.second-target.lock-mode", "compliance");
        site.properties.setProperty("backup.second-target.lock-days", "8");
        site.properties.setProperty("backup.second-target.keep.last", "1");
        inMoodle = new LargeContents(site);
        content = inMoodle.put(1, GARDEN);
        site.start();
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.requestChecksumCalculation");
        site.close();
        bucket.close();
    }

    @Test
    void each_content_is_locked_longer_than_every_archive_that_refers_to_it_and_seldom_asked_for() throws Exception {
        for (int night = 0; night < 20; night++) {
            night();
            Instant archive = newest().until();
            assertThat(contents()).isNotEmpty().allSatisfy((key, stored) -> {
                assertThat(stored.mode()).isEqualTo("COMPLIANCE");
                assertThat(stored.until()).isAfterOrEqualTo(archive);
            });
        }
        assertThat(bucket.requests())
                .filteredOn(request -> request.startsWith("PUT " + key()))
                .as("once sent, and extended in every fifth night")
                .hasSize(4);
    }

    @Test
    void what_is_locked_is_not_removed_nor_asked_for_before_its_time() throws Exception {
        night();
        Instant until = contents().get(key()).until();
        int sent = bucket.requests().size();
        inMoodle.unlink(content);
        while (now().plus(Duration.ofDays(1)).isBefore(until)) {
            night();
            assertThat(bucket.objects()).containsKey(key());
        }
        assertThat(bucket.requests().subList(sent, bucket.requests().size()))
                .noneMatch(request -> request.matches("(?:HEAD|DELETE) " + key() + ".*"));
        night();
        night();

        assertThat(bucket.objects()).doesNotContainKey(key());
        assertThat(now()).isAfter(until);
    }

    @Test
    void an_archive_that_only_the_list_lacks_is_asked_for_and_nothing_is_removed() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "3");
        site.properties.setProperty("backup.second-target.lock-mode", "governance");
        site.properties.setProperty("backup.second-target.lock-days", "1");
        site.start();
        night();
        String first = newestKey();
        inMoodle.unlink(content);
        night();
        night();
        bucket.leaveOutOfLists(first);
        for (int day = 0; day < 5; day++) {
            later(Duration.ofDays(1));
            send("direct:sweep-pool");
        }
        assertThat(bucket.objects()).containsKey(key());
        assertThat(site.flow.notices()).anyMatch(notice -> notice.contains("was incomplete"));
    }

    private String key() {
        return "pool/" + content.substring(0, 2) + "/" + content.substring(2, 4) + "/" + content;
    }

    private Map<String, Stored> contents() {
        return bucket.objects().entrySet().stream()
                .filter(object -> object.getKey().matches("pool/../../.*"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Stored newest() {
        return bucket.objects().get(newestKey());
    }

    private String newestKey() {
        List<ArchiveRow> rows = site.reader().archives(GARDEN);
        return rows.stream()
                .filter(row -> row.location().startsWith("aws2-s3:"))
                .findFirst()
                .orElseThrow()
                .fileName();
    }

    private void night() throws Exception {
        later(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(GARDEN), "schedule"));
    }

    private Instant now() {
        return site.clock.instant();
    }

    private void later(Duration time) {
        ((SettableClock) site.clock).advance(time);
    }

    private void send(String route) throws Exception {
        try (ProducerTemplate producer = site.flow.context().createProducerTemplate()) {
            producer.sendBody(route, null);
        }
    }
}
