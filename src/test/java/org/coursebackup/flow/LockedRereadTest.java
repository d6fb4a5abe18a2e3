package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.LockingBucket;

import static org.assertj.core.api.Assertions.assertThat;

/** Rot in a bucket that keeps versions, some of them locked. */
class LockedRereadTest {
    private static final long GARDEN = 2;

    private final SettableClock clock = new SettableClock(DemoMoodle.CLOCK.instant());
    private TestSite site;
    private LockingBucket bucket;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.clock = clock;
        bucket = new LockingBucket();
        System.setProperty("aws.requestChecksumCalculation", "WHEN_REQUIRED");
        site.properties.setProperty("backup.second-target", bucket.endpoint(""));
        site.properties.setProperty("backup.second-target.lock-mode", "governance");
        site.properties.setProperty("verify.sample", "100");
        site.properties.setProperty("keep.last", "0");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.requestChecksumCalculation");
        site.close();
        bucket.close();
    }

    @Test
    void a_locked_rotten_version_is_named_and_the_good_one_goes_over_it() throws Exception {
        Path archive = rotten(90);
        String name = archive.getFileName().toString();
        Instant locked = bucket.objects().get(name).until();

        reread();

        assertThat(bucket.objects().get(name).content().array()).isEqualTo(Files.readAllBytes(archive));
        assertThat(bucket.objects().get(name).until()).isEqualTo(clock.instant().plus(Duration.ofDays(90)));
        assertThat(bucket.hidden(name)).hasSize(1);
        assertThat(copy().damaged()).isNull();
        assertThat(copy().finding())
                .contains("replaced by the good copy " + archive)
                .contains("the damaged version v1 stays behind it (it is locked until " + locked + ")");
        assertThat(copy().lockedUntil()).isEqualTo(clock.instant().plus(Duration.ofDays(90)));
        assertThat(site.flow.notices()).singleElement().asString().contains("locked until");
    }

    @Test
    void a_rotten_version_whose_lock_is_over_goes() throws Exception {
        Path archive = rotten(10);

        reread();

        String name = archive.getFileName().toString();
        assertThat(bucket.objects().get(name).content().array()).isEqualTo(Files.readAllBytes(archive));
        assertThat(bucket.hidden(name)).isEmpty();
        assertThat(copy().finding()).doesNotContain("stays behind");
    }

    /** Otherwise it would come to light again. */
    @Test
    void retention_removes_the_rotten_version_behind_the_good_one_first() throws Exception {
        String name = rotten(90).getFileName().toString();
        reread();
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.start();
        clock.advance(Duration.ofDays(91));

        site.run(new RunRequest(true, true, false, Set.of(GARDEN), "command"));

        assertThat(bucket.objects()).isNotEmpty().doesNotContainKey(name);
        assertThat(bucket.hidden(name)).isEmpty();
    }

    /** Makes an archive with a copy that rots forty days later. */
    private Path rotten(int lockDays) throws Exception {
        site.properties.setProperty("backup.second-target.lock-days", String.valueOf(lockDays));
        site.start();
        site.run(new RunRequest(true, true, false, Set.of(GARDEN), "command"));
        Path archive = Path.of(site.reader().archives(GARDEN).stream()
                .map(ArchiveRow::location)
                .filter(location -> location.startsWith("/"))
                .findFirst()
                .orElseThrow());
        clock.advance(Duration.ofDays(40));
        site.run(new RunRequest(false, true, false, Set.of(4L), "schedule"));
        bucket.rot(archive.getFileName().toString());
        return archive;
    }

    private ArchiveRow copy() {
        return site.reader().archives(GARDEN).stream()
                .filter(row -> row.location().startsWith("aws2-s3:"))
                .findFirst()
                .orElseThrow();
    }

    private void reread() throws Exception {
        try (ProducerTemplate producer = site.flow.context().createProducerTemplate()) {
            producer.sendBody("direct:reread", null);
        }
    }
}
