package org.coursebackup.flow;

import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.apache.camel.FluentProducerTemplate;
import org.junit.jupiter.api.Test;

import org.coursebackup.deliver.Delivery;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.FileServer;
import org.coursebackup.testsupport.FileServer.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/** Copies in a second place, by settings only: real servers of SFTP, FTP and S3, and a folder. */
class SecondTargetIT extends OnTargets {
    @Test
    void copies_on_an_sftp_server_have_the_names_by_the_sites_template() throws Exception {
        sftp(0);
        toSftp("backup.second-target");
        template("${x} {{course.fullname}} #1 + é, {{date}}");
        site.archiveQuickly();
        site.start();

        site.run(course(2));

        assertThat(remoteFiles()).isEqualTo(site.archives()).containsExactly("_{x}_Twins_#1_+_é,_20260115-0230.mbz");
    }

    @Test
    void two_targets_at_once_hold_the_same_archive() throws Exception {
        s3();
        toS3("backup.second-target");
        site.start();

        site.run(course(2));

        String name = site.archives().get(0);
        try (var in = bucket.getBlob("moodle", name).getPayload().openStream()) {
            assertThat(in)
                    .hasBinaryContent(
                            Files.readAllBytes(site.folder.resolve("backups").resolve(name)));
        }
        try (var in = bucket.getBlob("moodle", name + ManifestFile.SUFFIX)
                .getPayload()
                .openStream()) {
            assertThat(in)
                    .hasBinaryContent(Files.readAllBytes(
                            ManifestFile.of(site.folder.resolve("backups").resolve(name))));
        }
        assertThat(site.reader().archives(2))
                .extracting(ArchiveRow::location)
                .hasSize(2)
                .contains("aws2-s3:moodle/" + name);
    }

    @Test
    void a_second_target_that_is_down_leaves_the_result_alone_and_is_tried_again() throws Exception {
        sftp(0);
        int port = sftp.getPort();
        toSftp("backup.second-target");
        sftp.stop(true);
        Flow flow = site.start();

        RunSummary run = site.run(new RunRequest(false, false, false, Set.of(2L, 3L), "command"));

        assertThat(run.ok()).isEqualTo(2);
        assertThat(site.statuses()).containsEntry(2L, "1").containsEntry(3L, "1");
        Outbox outbox = new Outbox(site.pools.history());
        assertThat(outbox.troubled(Instant.EPOCH, 10))
                .as("the other copy waits without being tried")
                .singleElement()
                .matches(copy -> copy.kind().equals("copy") && copy.attempts() == 1)
                .extracting(Delivery::error)
                .asString()
                .contains("backup.second-target")
                .doesNotContain("s3cret");

        sftp(port);
        later(Duration.ofMinutes(3));
        FluentProducerTemplate producer =
                flow.context().createFluentProducerTemplate().to("direct:copy");
        producer.send();

        assertThat(outbox.troubled(Instant.EPOCH, 10)).isEmpty();
        assertThat(remoteFiles()).isEqualTo(site.archives());
        for (String name : remoteFiles()) {
            assertThat(VouchedArchive.verify(remote.resolve("moodle").resolve(name), keys())
                            .verdict())
                    .isEqualTo(Verdict.VOUCHED);
        }
        assertThat(site.reader().archives(3)).hasSize(2).allMatch(archive -> archive.result() == Result.OK);
    }

    @Test
    void a_copy_whose_archive_is_gone_is_given_up_with_words() throws Exception {
        site.properties.setProperty("backup.second-target", "file:" + remote.resolve("absent") + "?autoCreate=false");
        Flow flow = site.start();
        site.run(course(2));
        Files.delete(site.folder.resolve("backups").resolve(site.archives().get(0)));

        later(Duration.ofMinutes(3));
        flow.context().createFluentProducerTemplate().to("direct:copy").send();

        assertThat(new Outbox(site.pools.history()).troubled(Instant.EPOCH, 10))
                .singleElement()
                .matches(copy -> copy.givenUp() != null && copy.error().contains("no longer there"));
    }

    @Test
    void old_copies_on_an_sftp_server_go_by_the_rules_and_files_of_others_stay() throws Exception {
        sftp(0);
        toSftp("backup.second-target");
        old_copies_go();
        assertThat(site.reader().archives(2).get(1).location()).startsWith("sftp:127.0.0.1:");
    }

    @Test
    void old_copies_on_an_ftp_server_go_by_the_rules_and_files_of_others_stay() throws Exception {
        try (FileServer ftp = new FileServer(Kind.FTP, remote)) {
            to("backup.second-target", ftp.endpoint(), "backup", FileServer.PASSWORD);
            old_copies_go();
        }
    }

    @Test
    void old_copies_in_a_bucket_go_by_the_rules_and_objects_of_others_stay() throws Exception {
        s3();
        toS3("backup.second-target");
        old_copies_go();
    }

    private void old_copies_go() throws Exception {
        site.properties.setProperty("backup.second-target.keep.last", "2");
        site.archiveQuickly();
        Files.createDirectories(remote.resolve("moodle"));
        String foreign = "backup-moodle2-course-2-mine-20200101-0300.mbz";
        Files.writeString(remote.resolve("moodle").resolve(foreign), "another site's");
        Files.createDirectory(remote.resolve("moodle").resolve("folder"));
        site.start();

        for (int night = 0; night < 4; night++) {
            later(Duration.ofDays(1));
            assertThat(site.run(again(2)).ok()).isEqualTo(1);
        }

        List<String> made = site.archives();
        assertThat(made).hasSize(4);
        assertThat(remoteFiles()).containsExactlyInAnyOrder(foreign, "folder", made.get(2), made.get(3));
        assertThat(site.reader().archives(2))
                .filteredOn(archive -> archive.removed() != null)
                .hasSize(2);
    }
}
