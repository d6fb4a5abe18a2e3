package org.coursebackup.flow;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jclouds.blobstore.domain.StorageMetadata;
import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Archives in other places, by settings only: a real SFTP server, a real S3-compatible server. */
class TargetsIT extends OnTargets {
    @Test
    void an_sftp_server_is_a_target() throws Exception {
        sftp(0);
        toSftp("backup.target");
        site.start();

        RunSummary run = site.run(course(2));

        assertThat(run.ok()).isEqualTo(1);
        assertThat(site.archives()).isEmpty();
        assertThat(remoteFiles())
                .singleElement()
                .asString()
                .startsWith("backup-moodle2-course-2-")
                .endsWith(".mbz");
        assertThat(site.reader().archives(2))
                .singleElement()
                .extracting(ArchiveRow::location)
                .asString()
                .isEqualTo("sftp:127.0.0.1:" + sftp.getPort() + "/moodle/"
                        + remoteFiles().get(0));
        Path archive = remote.resolve("moodle").resolve(remoteFiles().get(0));
        assertThat(VouchedArchive.verify(archive, keys()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(site.manifests()).isEmpty();
    }

    @Test
    void an_s3_compatible_server_is_a_target() throws Exception {
        s3();
        toS3("backup.target");
        site.start();

        RunSummary run = site.run(course(2));

        assertThat(run.ok()).isEqualTo(1);
        assertThat(site.archives()).isEmpty();
        String name = bucket.list("moodle").iterator().next().getName();
        assertThat(name).startsWith("backup-moodle2-course-2-").endsWith(".mbz");
        assertThat(bucket.blobMetadata("moodle", name).getContentMetadata().getContentLength())
                .isEqualTo(site.reader().archives(2).get(0).bytes());
        assertThat(site.reader().archives(2))
                .singleElement()
                .extracting(ArchiveRow::location)
                .asString()
                .isEqualTo("aws2-s3:moodle/" + name);
        assertThat(bucket.list("moodle"))
                .extracting(StorageMetadata::getName)
                .containsExactlyInAnyOrder(name, name + ManifestFile.SUFFIX);
        assertThat(site.manifests()).isEmpty();
    }

    @Test
    void a_short_name_that_looks_like_an_expression_is_only_a_name_to_s3() throws Exception {
        s3();
        toS3("backup.target");
        site.database.update("update mdl_course set shortname = '${exchangeId}' where id = 2");
        site.archiveQuickly();
        site.start();

        assertThat(site.run(course(2)).ok()).isEqualTo(1);

        assertThat(bucket.list("moodle"))
                .extracting(StorageMetadata::getName)
                .containsExactly("backup-moodle2-course-2-_{exchangeid}-20260115-0230.mbz");
    }

    @Test
    void names_by_a_sites_template_are_names_of_objects_and_no_process_gives_one_twice() throws Exception {
        s3();
        toS3("backup.target");
        template("${x} {{course.fullname}} #1 + é, {{date}}");
        site.archiveQuickly();
        site.start();
        site.run(course(2));
        site.start();

        site.run(course(3));

        assertThat(site.archives()).isEmpty();
        assertThat(bucket.list("moodle"))
                .extracting(StorageMetadata::getName)
                .containsExactlyInAnyOrder(
                        "_{x}_Twins_#1_+_é,_20260115-0230.mbz", "_{x}_Twins_#1_+_é,_20260115-0230-3.mbz");
        assertThat(site.reader().archives(3))
                .singleElement()
                .extracting(ArchiveRow::location)
                .isEqualTo("aws2-s3:moodle/_{x}_Twins_#1_+_é,_20260115-0230-3.mbz");
    }

    @Test
    void a_target_that_is_down_fails_the_course_and_leaves_nothing() throws Exception {
        sftp(0);
        to("backup.target", sftpEndpoint("backup.target"), "backup", "wrong");
        site.properties.setProperty("run.wait-minutes", "0");
        site.start();

        assertThatThrownBy(() -> site.run(course(2))).hasMessageContaining("backup.target");

        assertThat(site.statuses()).containsEntry(2L, "0");
        assertThat(site.archives()).isEmpty();
        assertThat(site.reader().course(2).orElseThrow().last().reason()).doesNotContain("wrong");
    }

    @Test
    void a_remote_target_that_goes_away_pauses_the_run_until_it_is_back() throws Exception {
        sftp(0);
        int port = sftp.getPort();
        toSftp("backup.target");
        site.properties.setProperty("backup.workers", "1");
        site.archiveQuickly();
        AtomicBoolean stopped = new AtomicBoolean();
        site.before = id -> {
            if (stopped.compareAndSet(false, true)) {
                sftp.stop(true);
            }
        };
        Flow flow = site.start();
        ExecutorService runner = Executors.newSingleThreadExecutor();
        try {
            Future<RunSummary> run =
                    runner.submit(() -> site.run(new RunRequest(true, true, false, Set.of(2L, 3L, 4L), "command")));
            Until.holds("the run is paused", () -> flow.surroundings().trouble().isPresent());
            assertThat(flow.surroundings().trouble().orElseThrow().where()).isEqualTo("backup.target");
            sftp(port);

            RunSummary ended = run.get(90, TimeUnit.SECONDS);
            assertThat(ended.failed()).isEqualTo(1);
            assertThat(ended.ok()).isEqualTo(2);
            assertThat(remoteFiles()).hasSize(2);
        } finally {
            runner.shutdownNow();
        }
    }
}
