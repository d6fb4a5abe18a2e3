package org.coursebackup.flow;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import org.apache.camel.FluentProducerTemplate;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.StorageMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.deliver.Delivery;
import org.coursebackup.deliver.Outbox;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.TrustedKeys;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.run.RunSummary;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.Until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Archives in other places, by settings only: a real SFTP server, a real S3-compatible server, a second folder. */
class TargetsIT {
    @TempDir
    Path folder;

    private TestSite site;
    private SshServer sftp;
    private Path remote;
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final AtomicBoolean cutOff = new AtomicBoolean();
    private final AtomicBoolean shorten = new AtomicBoolean();
    private FtpServer ftp;
    private S3Proxy s3;
    private BlobStore bucket;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        remote = Files.createDirectory(folder.resolve("remote"));
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        if (sftp != null) {
            sftp.stop(true);
        }
        if (ftp != null) {
            ftp.stop();
        }
        if (s3 != null) {
            s3.stop();
        }
    }

    @Test
    void an_sftp_server_is_a_target() throws Exception {
        sftp(0);
        site.properties.setProperty("backup.target", sftpEndpoint("backup.target"));
        site.properties.setProperty("backup.target.user", "backup");
        site.properties.setProperty("backup.target.password", "s3cret+&%");
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
        site.properties.setProperty("backup.target", s3Endpoint("backup.target"));
        site.properties.setProperty("backup.target.user", "access");
        site.properties.setProperty("backup.target.password", "s3cret/+&%");
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
        site.properties.setProperty("backup.target", s3Endpoint("backup.target"));
        site.properties.setProperty("backup.target.user", "access");
        site.properties.setProperty("backup.target.password", "s3cret/+&%");
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
        site.properties.setProperty("backup.target", s3Endpoint("backup.target"));
        site.properties.setProperty("backup.target.user", "access");
        site.properties.setProperty("backup.target.password", "s3cret/+&%");
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
    void copies_on_an_sftp_server_have_the_names_by_the_sites_template() throws Exception {
        sftp(0);
        site.properties.setProperty("backup.second-target", sftpEndpoint("backup.second-target"));
        site.properties.setProperty("backup.second-target.user", "backup");
        site.properties.setProperty("backup.second-target.password", "s3cret+&%");
        template("${x} {{course.fullname}} #1 + é, {{date}}");
        site.archiveQuickly();
        site.start();

        site.run(course(2));

        assertThat(remoteFiles()).isEqualTo(site.archives()).containsExactly("_{x}_Twins_#1_+_é,_20260115-0230.mbz");
    }

    @Test
    void a_target_that_is_down_fails_the_course_and_leaves_nothing() throws Exception {
        sftp(0);
        site.properties.setProperty("backup.target", sftpEndpoint("backup.target"));
        site.properties.setProperty("backup.target.user", "backup");
        site.properties.setProperty("backup.target.password", "wrong");
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
        site.properties.setProperty("backup.target", sftpEndpoint("backup.target"));
        site.properties.setProperty("backup.target.user", "backup");
        site.properties.setProperty("backup.target.password", "s3cret+&%");
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

    @Test
    void two_targets_at_once_hold_the_same_archive() throws Exception {
        s3();
        site.properties.setProperty("backup.second-target", s3Endpoint("backup.second-target"));
        site.properties.setProperty("backup.second-target.user", "access");
        site.properties.setProperty("backup.second-target.password", "s3cret/+&%");
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
        site.properties.setProperty("backup.second-target", sftpEndpoint("backup.second-target"));
        site.properties.setProperty("backup.second-target.user", "backup");
        site.properties.setProperty("backup.second-target.password", "s3cret+&%");
        sftp.stop(true);
        SettableClock clock = new SettableClock(site.clock.instant());
        site.clock = clock;
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
        clock.advance(Duration.ofMinutes(3));
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
        SettableClock clock = new SettableClock(site.clock.instant());
        site.clock = clock;
        Flow flow = site.start();
        site.run(course(2));
        Files.delete(site.folder.resolve("backups").resolve(site.archives().get(0)));

        clock.advance(Duration.ofMinutes(3));
        flow.context().createFluentProducerTemplate().to("direct:copy").send();

        assertThat(new Outbox(site.pools.history()).troubled(Instant.EPOCH, 10))
                .singleElement()
                .matches(copy -> copy.givenUp() != null && copy.error().contains("no longer there"));
    }

    @Test
    void old_copies_on_an_sftp_server_go_by_the_rules_and_files_of_others_stay() throws Exception {
        sftp(0);
        old_copies_go(sftpEndpoint("backup.second-target"), "s3cret+&%");
        assertThat(site.reader().archives(2).get(1).location()).startsWith("sftp:127.0.0.1:");
    }

    @Test
    void old_copies_on_an_ftp_server_go_by_the_rules_and_files_of_others_stay() throws Exception {
        String endpoint = "ftp:127.0.0.1:" + ftp()
                + "/moodle?username={{backup.second-target.user}}&password=RAW({{backup.second-target.password}})"
                + "&passiveMode=true&tempPrefix=.copying-&fileExist=Override&stepwise=false&maximumReconnectAttempts=0";
        old_copies_go(endpoint, "s3cret+&%");
    }

    /** Nothing that is there can be removed, renamed or written again: what a server for backups may be set to. */
    @Test
    void an_append_only_server_takes_archives_whole_and_keeps_them_without_being_asked_again() throws Exception {
        sftp(0);
        appendOnly();
        inPlace("backup.second-target");
        site.properties.setProperty("backup.second-target.keep.last", "1");
        site.archiveQuickly();
        SettableClock clock = (SettableClock) site.clock;
        site.start();

        for (int night = 0; night < 8; night++) {
            clock.advance(Duration.ofDays(1));
            assertThat(site.run(again(2)).ok()).isEqualTo(1);
        }

        assertThat(remoteFiles()).isEqualTo(site.archives()).hasSize(8);
        assertThat(refused)
                .as("one a night until it is certain what kind of place it is")
                .hasSize(3);
        assertThat(site.reader().archives(2)).extracting(ArchiveRow::removed).containsOnlyNulls();

        clock.advance(Duration.ofDays(31));
        site.run(again(2));

        assertThat(refused).as("tried again after a month").hasSizeGreaterThan(3);
    }

    @Test
    void what_is_left_of_a_copy_that_was_cut_off_on_an_append_only_server_never_counts() throws Exception {
        sftp(0);
        appendOnly();
        inPlace("backup.second-target");
        site.archiveQuickly();
        SettableClock clock = (SettableClock) site.clock;
        Flow flow = site.start();
        cutOff.set(true);
        site.run(course(2));
        assertThat(remoteFiles()).hasSize(1);
        assertThat(site.reader().archives(2)).as("only the one in the folder").hasSize(1);

        cutOff.set(false);
        clock.advance(Duration.ofMinutes(3));
        flow.context().createFluentProducerTemplate().to("direct:copy").send();

        String name = site.archives().get(0);
        assertThat(site.reader().archives(2))
                .extracting(ArchiveRow::fileName)
                .containsExactlyInAnyOrder(name, name.replace(".mbz", "-again1.mbz"));
        assertThat(remote.resolve("moodle").resolve(name.replace(".mbz", "-again1.mbz")))
                .hasSameBinaryContentAs(site.folder.resolve("backups").resolve(name));
    }

    @Test
    void an_archive_that_is_not_whole_on_an_append_only_target_is_no_archive() throws Exception {
        sftp(0);
        appendOnly();
        inPlace("backup.target");
        site.archiveQuickly();
        site.start();
        assertThat(site.run(course(2)).ok()).isEqualTo(1);
        shorten.set(true);

        assertThat(site.run(course(3)).failed()).isEqualTo(1);

        assertThat(site.statuses()).containsEntry(2L, "1").containsEntry(3L, "0");
        assertThat(site.reader().course(3).orElseThrow().last().reason())
                .contains("bytes instead of", "does not count");
        assertThat(site.archives()).isEmpty();
    }

    private static RunRequest again(long id) {
        return new RunRequest(true, true, false, Set.of(id), "command");
    }

    private void inPlace(String key) {
        site.properties.setProperty(key, sftpEndpoint(key).replace("&tempPrefix=.publishing-", ""));
        site.properties.setProperty(key + ".user", "backup");
        site.properties.setProperty(key + ".password", "s3cret+&%");
    }

    @Test
    void old_copies_in_a_bucket_go_by_the_rules_and_objects_of_others_stay() throws Exception {
        s3();
        old_copies_go(s3Endpoint("backup.second-target"), "s3cret/+&%");
    }

    private void old_copies_go(String endpoint, String password) throws Exception {
        site.properties.setProperty("backup.second-target", endpoint);
        site.properties.setProperty("backup.second-target.user", endpoint.startsWith("aws2") ? "access" : "backup");
        site.properties.setProperty("backup.second-target.password", password);
        site.properties.setProperty("backup.second-target.keep.last", "2");
        site.archiveQuickly();
        Files.createDirectories(remote.resolve("moodle"));
        String foreign = "backup-moodle2-course-2-mine-20200101-0300.mbz";
        Files.writeString(remote.resolve("moodle").resolve(foreign), "another site's");
        Files.createDirectory(remote.resolve("moodle").resolve("folder"));
        SettableClock clock = (SettableClock) site.clock;
        site.start();

        for (int night = 0; night < 4; night++) {
            clock.advance(Duration.ofDays(1));
            assertThat(site.run(new RunRequest(true, true, false, Set.of(2L), "command"))
                            .ok())
                    .isEqualTo(1);
        }

        List<String> made = site.archives();
        assertThat(made).hasSize(4);
        assertThat(remoteFiles()).containsExactlyInAnyOrder(foreign, "folder", made.get(2), made.get(3));
        assertThat(site.reader().archives(2))
                .filteredOn(archive -> archive.removed() != null)
                .hasSize(2);
    }

    private void template(String template) {
        site.database.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.database.update("update mdl_course set fullname = 'Twins' where id in (2, 3)");
        site.database.update(
                "insert into mdl_config_plugins (plugin, name, value) values ('backup', ?, ?)",
                "backup_default_filename_template_course",
                template);
    }

    private static RunRequest course(long id) {
        return new RunRequest(false, false, false, Set.of(id), "command");
    }

    private String sftpEndpoint(String key) {
        return "sftp:127.0.0.1:" + sftp.getPort() + "/moodle?username={{" + key + ".user}}&password=RAW({{" + key
                + ".password}})"
                + "&tempPrefix=.publishing-&strictHostKeyChecking=no&useUserKnownHostsFile=false"
                + "&maximumReconnectAttempts=0&stepwise=false";
    }

    private String s3Endpoint(String key) {
        return "aws2-s3:moodle?overrideEndpoint=true&uriEndpointOverride=http://127.0.0.1:" + s3.getPort()
                + "&forcePathStyle=true&region=us-east-1" + "&accessKey={{" + key + ".user}}&secretKey=RAW({{" + key
                + ".password}})&multiPartUpload=true";
    }

    private void sftp(int port) throws Exception {
        sftp = SshServer.setUpDefaultServer();
        sftp.setHost("127.0.0.1");
        sftp.setPort(port);
        sftp.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("hostkey")));
        sftp.setPasswordAuthenticator(
                (user, password, session) -> user.equals("backup") && password.equals("s3cret+&%"));
        sftp.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        sftp.setFileSystemFactory(new VirtualFileSystemFactory(remote));
        sftp.start();
    }

    private void appendOnly() throws Exception {
        Files.createDirectories(remote.resolve("moodle"));
        SftpSubsystemFactory factory =
                (SftpSubsystemFactory) sftp.getSubsystemFactories().get(0);
        factory.addSftpEventListener(new SftpEventListener() {
            @Override
            public void removing(ServerSession session, Path path, boolean directory) throws IOException {
                refused.add(path.getFileName().toString());
                throw new AccessDeniedException(path.toString());
            }

            @Override
            public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> options)
                    throws IOException {
                throw new AccessDeniedException(from.toString());
            }

            @Override
            public void opening(ServerSession session, String remoteHandle, Handle handle) throws IOException {
                if (handle instanceof FileHandle
                        && Files.exists(handle.getFile())
                        && Files.size(handle.getFile()) > 0) {
                    throw new AccessDeniedException(handle.getFile().toString());
                }
            }

            @Override
            public void writing(
                    ServerSession session,
                    String remoteHandle,
                    FileHandle handle,
                    long offset,
                    byte[] data,
                    int dataOffset,
                    int length)
                    throws IOException {
                if (cutOff.get()) {
                    Files.write(handle.getFile(), new byte[] {1, 2, 3});
                    throw new IOException("the line was cut");
                }
            }

            @Override
            public void closed(ServerSession session, String remoteHandle, Handle handle, Throwable thrown)
                    throws IOException {
                if (shorten.get() && handle instanceof FileHandle) {
                    Files.write(handle.getFile(), new byte[] {1, 2, 3});
                }
            }
        });
    }

    /** Returns its port. */
    private int ftp() throws Exception {
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        BaseUser user = new BaseUser();
        user.setName("backup");
        user.setPassword("s3cret+&%");
        user.setHomeDirectory(remote.toString());
        user.setAuthorities(List.of(new WritePermission()));
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener.createListener());
        factory.getUserManager().save(user);
        ftp = factory.createServer();
        ftp.start();
        return factory.getListener("default").getPort();
    }

    private void s3() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Properties disk = new Properties();
        disk.setProperty("jclouds.filesystem.basedir", remote.toString());
        bucket = ContextBuilder.newBuilder("filesystem")
                .overrides(disk)
                .build(BlobStoreContext.class)
                .getBlobStore();
        bucket.createContainerInLocation(null, "moodle");
        // as docs/TARGETS.md advises for servers that don't know the newer checksums
        System.setProperty("aws.requestChecksumCalculation", "WHEN_REQUIRED");
        s3 = S3Proxy.builder()
                .blobStore(bucket)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "access", "s3cret/+&%")
                .build();
        s3.start();
    }

    private List<String> remoteFiles() throws Exception {
        try (Stream<Path> files = Files.list(remote.resolve("moodle"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private TrustedKeys keys() throws IOException {
        return new ManifestKey(site.folder.resolve("data/manifest.key")).trusted();
    }
}
