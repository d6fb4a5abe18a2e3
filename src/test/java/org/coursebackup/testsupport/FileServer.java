package org.coursebackup.testsupport;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.Handle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;

/**
 * A real server with a folder {@code moodle}, whose files are files of a folder of this machine. User {@code backup},
 * password {@value #PASSWORD}.
 */
public final class FileServer implements AutoCloseable {
    public static final String PASSWORD = "s3cret+&%";

    private static final String LOGIN =
            "?username={{backup.second-target.user}}&password=RAW({{backup.second-target.password}})"
                    + "&tempPrefix=.copying-&fileExist=Override&stepwise=false&maximumReconnectAttempts=0";

    private final Kind kind;
    private final Path root;
    private final int port;
    private final Closer closer;
    private final List<String> read = new CopyOnWriteArrayList<>();
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicBoolean refusing = new AtomicBoolean();
    private final AtomicBoolean spoiling = new AtomicBoolean();
    private volatile CountDownLatch silence;
    private volatile String failing;

    /** Which protocol it speaks. */
    public enum Kind {
        SFTP,
        FTP,
        S3
    }

    private interface Closer {
        void close() throws Exception;
    }

    /** Starts it. */
    public FileServer(Kind kind, Path root) throws Exception {
        this.kind = kind;
        this.root = root;
        Files.createDirectories(folder());
        switch (kind) {
            case SFTP -> {
                SshServer server = sftp(root);
                port = server.getPort();
                closer = () -> server.stop(true);
            }
            case FTP -> {
                FtpServerFactory factory = ftp(root);
                FtpServer server = factory.createServer();
                server.start();
                port = factory.getListener("default").getPort();
                closer = server::stop;
            }
            default -> {
                S3Proxy server = s3(root);
                port = server.getPort();
                closer = server::stop;
            }
        }
    }

    /** Sets the user and the password that endpoints take from the settings. */
    public static void logIn(Properties settings) {
        settings.setProperty("backup.second-target.user", "backup");
        settings.setProperty("backup.second-target.password", PASSWORD);
    }

    /** For {@code backup.second-target}, with user and password from the settings. */
    public String endpoint() {
        return switch (kind) {
            case SFTP ->
                "sftp:127.0.0.1:" + port + "/moodle" + LOGIN + "&strictHostKeyChecking=no&useUserKnownHostsFile=false";
            case FTP -> "ftp:127.0.0.1:" + port + "/moodle" + LOGIN + "&passiveMode=true";
            case S3 ->
                "aws2-s3:moodle?overrideEndpoint=true&uriEndpointOverride=http://127.0.0.1:" + port
                        + "&forcePathStyle=true&region=us-east-1&accessKey={{backup.second-target.user}}"
                        + "&secretKey=RAW({{backup.second-target.password}})&multiPartUpload=true";
        };
    }

    /** Where its files are. */
    public Path folder() {
        return root.resolve("moodle");
    }

    /** Names of the files that were opened to be read; of SFTP only. */
    public List<String> read() {
        return read;
    }

    /** From now on the line is cut in the middle of each file that is read; of SFTP only. */
    public void cutReading(boolean wanted) {
        cut.set(wanted);
    }

    /** From now on the server falls silent in the middle of a file that is read, until then; of SFTP only. */
    public void silentUntil(CountDownLatch over) {
        silence = over;
    }

    /** From now on what is written is not what is sent; of SFTP only. */
    public void spoil(boolean wanted) {
        spoiling.set(wanted);
    }

    /** From now on nothing can be renamed or deleted; of SFTP only. */
    public void appendOnly() {
        refusing.set(true);
    }

    private SshServer sftp(Path root) throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(root.resolve("hostkey")));
        server.setPasswordAuthenticator(
                (user, password, session) -> user.equals("backup") && password.equals(PASSWORD));
        SftpSubsystemFactory factory = new SftpSubsystemFactory();
        factory.addSftpEventListener(new Trouble());
        server.setSubsystemFactories(List.of(factory));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        server.start();
        return server;
    }

    /** From now on lists of the folder of that name, and of those in it, break off; of SFTP only. */
    public void failListing(String folder) {
        failing = folder;
    }

    private final class Trouble implements SftpEventListener {
        @Override
        public void reading(
                ServerSession session,
                String remoteHandle,
                FileHandle handle,
                long offset,
                byte[] data,
                int dataOffset,
                int dataLength)
                throws IOException {
            if (offset == 0) {
                read.add(handle.getFile().getFileName().toString());
            }
            boolean archive = !handle.getFile().getFileName().toString().endsWith(".json");
            if (cut.get() && archive && offset > 0) {
                session.close(true);
                throw new IOException("the line was cut");
            }
            CountDownLatch until = silence;
            if (until != null && archive) {
                try {
                    until.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException over) {
                    throw new IOException(over);
                }
            }
        }

        @Override
        public void readEntries(
                ServerSession session, String remoteHandle, DirectoryHandle handle, Map<String, Path> entries)
                throws IOException {
            if (failing != null && handle.getFile().toString().contains("/" + failing)) {
                throw new IOException("the disk does not answer");
            }
        }

        @Override
        public void closed(ServerSession session, String remoteHandle, Handle handle, Throwable thrown)
                throws IOException {
            if (spoiling.get() && handle instanceof FileHandle file && sending(file)) {
                byte[] content = Files.readAllBytes(file.getFile());
                content[content.length / 2] ^= 1;
                Files.write(file.getFile(), content);
            }
        }

        private boolean sending(FileHandle file) {
            return file.getFile().getFileName().toString().startsWith(".")
                    && file.getFile().getFileName().toString().endsWith(".mbz")
                    && file.getOpenOptions().contains(StandardOpenOption.WRITE);
        }

        @Override
        public void moving(ServerSession session, Path from, Path to, Collection<CopyOption> options)
                throws IOException {
            refuse(from);
        }

        @Override
        public void removing(ServerSession session, Path path, boolean directory) throws IOException {
            refuse(path);
        }

        private void refuse(Path path) throws IOException {
            if (refusing.get()) {
                throw new java.nio.file.AccessDeniedException(path.toString());
            }
        }
    }

    private static FtpServerFactory ftp(Path root) throws Exception {
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        BaseUser user = new BaseUser();
        user.setName("backup");
        user.setPassword(PASSWORD);
        user.setHomeDirectory(root.toString());
        user.setAuthorities(List.of(new WritePermission()));
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener.createListener());
        factory.getUserManager().save(user);
        return factory;
    }

    private static S3Proxy s3(Path root) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Properties disk = new Properties();
        disk.setProperty("jclouds.filesystem.basedir", root.toString());
        BlobStore bucket = ContextBuilder.newBuilder("filesystem")
                .overrides(disk)
                .build(BlobStoreContext.class)
                .getBlobStore();
        bucket.createContainerInLocation(null, "moodle");
        // as docs/TARGETS.md advises for servers that don't know the newer checksums
        System.setProperty("aws.requestChecksumCalculation", "WHEN_REQUIRED");
        S3Proxy server = S3Proxy.builder()
                .blobStore(bucket)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, "backup", PASSWORD)
                .build();
        server.start();
        return server;
    }

    @Override
    public void close() throws IOException {
        try {
            closer.close();
        } catch (Exception failure) {
            throw new IOException(failure);
        }
    }
}
