package org.coursebackup.flow;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.TrustedKeys;
import org.coursebackup.run.RunRequest;

/** A demo site and real servers, of SFTP and compatible with S3, on which archives, or copies, of it may lie. */
abstract class OnTargets extends OnTestSite {
    static final String SFTP_PASSWORD = "s3cret+&%";
    static final String S3_PASSWORD = "s3cret/+&%";

    @TempDir
    Path folder;

    SshServer sftp;
    /** What the servers serve. */
    Path remote;

    BlobStore bucket;
    private S3Proxy s3;

    @BeforeEach
    void makeRemote() throws Exception {
        remote = Files.createDirectory(folder.resolve("remote"));
    }

    @Override
    @AfterEach
    void close() throws Exception {
        super.close();
        if (sftp != null) {
            sftp.stop(true);
        }
        if (s3 != null) {
            s3.stop();
        }
    }

    /** Sets an endpoint, by its key, with its user and password. */
    void to(String key, String endpoint, String user, String password) {
        site.properties.setProperty(key, endpoint);
        site.properties.setProperty(key + ".user", user);
        site.properties.setProperty(key + ".password", password);
    }

    void toSftp(String key) {
        to(key, sftpEndpoint(key), "backup", SFTP_PASSWORD);
    }

    void toS3(String key) {
        to(key, s3Endpoint(key), "access", S3_PASSWORD);
    }

    String sftpEndpoint(String key) {
        return "sftp:127.0.0.1:" + sftp.getPort() + "/moodle?username={{" + key + ".user}}&password=RAW({{" + key
                + ".password}})"
                + "&tempPrefix=.publishing-&strictHostKeyChecking=no&useUserKnownHostsFile=false"
                + "&maximumReconnectAttempts=0&stepwise=false";
    }

    String s3Endpoint(String key) {
        return "aws2-s3:moodle?overrideEndpoint=true&uriEndpointOverride=http://127.0.0.1:" + s3.getPort()
                + "&forcePathStyle=true&region=us-east-1" + "&accessKey={{" + key + ".user}}&secretKey=RAW({{" + key
                + ".password}})&multiPartUpload=true";
    }

    void sftp(int port) throws Exception {
        sftp = SshServer.setUpDefaultServer();
        sftp.setHost("127.0.0.1");
        sftp.setPort(port);
        sftp.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(folder.resolve("hostkey")));
        sftp.setPasswordAuthenticator(
                (user, password, session) -> user.equals("backup") && password.equals(SFTP_PASSWORD));
        sftp.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        sftp.setFileSystemFactory(new VirtualFileSystemFactory(remote));
        sftp.start();
    }

    void s3() throws Exception {
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
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "access", S3_PASSWORD)
                .build();
        s3.start();
    }

    /** A run of one course. */
    static RunRequest course(long id) {
        return new RunRequest(false, false, false, Set.of(id), "command");
    }

    /** A run of one course, due or not. */
    static RunRequest again(long id) {
        return new RunRequest(true, true, false, Set.of(id), "command");
    }

    void later(Duration time) {
        ((SettableClock) site.clock).advance(time);
    }

    /** A template of names, and two courses whose names by it are equal. */
    void template(String template) {
        site.database.update("update mdl_config set value = '2026042000.02' where name = 'version'");
        site.database.update("update mdl_course set fullname = 'Twins' where id in (2, 3)");
        site.database.update(
                "insert into mdl_config_plugins (plugin, name, value) values ('backup', ?, ?)",
                "backup_default_filename_template_course",
                template);
    }

    List<String> remoteFiles() throws Exception {
        try (Stream<Path> files = Files.list(remote.resolve("moodle"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** By which manifests are signed. */
    TrustedKeys keys() throws IOException {
        return new ManifestKey(site.folder.resolve("data/manifest.key")).trusted();
    }
}
