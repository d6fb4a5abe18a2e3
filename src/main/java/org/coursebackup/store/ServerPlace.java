package org.coursebackup.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileComponent;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileExist;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.RemoteFileEndpoint;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.commons.net.ftp.FTPFile;

import org.coursebackup.thin.PoolFolder;

/** A folder on an SFTP or FTP server, in one session. */
final class ServerPlace implements RemotePlace {
    private static final Set<Integer> REFUSALS =
            Set.of(ChannelSftp.SSH_FX_PERMISSION_DENIED, ChannelSftp.SSH_FX_FAILURE, ChannelSftp.SSH_FX_OP_UNSUPPORTED);

    private final RemoteFileEndpoint<?> endpoint;
    private final RemoteFileOperations<?> server;
    private final String folder;
    private final Set<String> made = new HashSet<>();
    private Set<String> firstFolders;

    private ServerPlace(RemoteFileEndpoint<?> endpoint, RemoteFileOperations<?> server) {
        this.endpoint = endpoint;
        this.server = server;
        String named = endpoint.getConfiguration().getDirectory();
        this.folder = named == null || named.isEmpty() ? "." : named;
    }

    /**
     * The endpoint of the routes is left as it is: reading a stream takes options that would be wrong for it, and its
     * {@code fileExist} could forbid what a repair does.
     */
    static ServerPlace login(RemoteFileEndpoint<?> routes) throws Exception {
        RemoteFileEndpoint<?> own =
                (RemoteFileEndpoint<?>) routes.getComponent().createEndpoint(routes.getEndpointUri());
        own.getConfiguration().setStreamDownload(true);
        own.getConfiguration().setStepwise(false);
        own.getConfiguration().setBinary(true);
        own.setFastExistsCheck(true);
        own.setFileExist(GenericFileExist.Override);
        return connect(own);
    }

    private static <T> ServerPlace connect(RemoteFileEndpoint<T> endpoint) throws Exception {
        RemoteFileOperations<T> server = endpoint.createRemoteFileOperations();
        try {
            server.connect(endpoint.getConfiguration(), endpoint.createExchange());
        } catch (RuntimeException refused) {
            server.forceDisconnect();
            throw refused;
        }
        return new ServerPlace(endpoint, server);
    }

    @Override
    public Map<String, Long> sizes() {
        return list(folder);
    }

    /** Servers list a file as they list a folder. */
    @Override
    public Optional<Long> size(String name) throws GenericFileOperationFailedException {
        String path = path(name);
        return server.existsFile(path) ? list(path).values().stream().findFirst() : Optional.empty();
    }

    private String path(String name) {
        return folder + "/" + name;
    }

    private Map<String, Long> list(String path) {
        Map<String, Long> sizes = new HashMap<>();
        for (Object file : server.listFiles(path)) {
            if (file instanceof SftpRemoteFile<?> entry && !entry.isDirectory()) {
                sizes.put(entry.getFilename(), entry.getFileLength());
            } else if (file instanceof FTPFile entry && entry.isFile()) {
                sizes.put(entry.getName(), entry.getSize());
            }
        }
        return sizes;
    }

    private Set<String> folders(String path) {
        Set<String> folders = new HashSet<>();
        for (Object file : server.listFiles(path)) {
            if (file instanceof SftpRemoteFile<?> entry && entry.isDirectory()) {
                folders.add(entry.getFilename());
            } else if (file instanceof FTPFile entry && entry.isDirectory()) {
                folders.add(entry.getName());
            }
        }
        return folders;
    }

    /** Not every server says so if a folder that is listed does not exist. */
    @Override
    public PooledFiles pooled(String first) {
        if (firstFolders == null) {
            firstFolders = folders(folder).contains(PoolFolder.NAME) ? folders(path(PoolFolder.NAME)) : Set.of();
        }
        PooledFiles files = new PooledFiles();
        if (firstFolders.contains(first)) {
            String parent = PooledFiles.folder(first);
            for (String second : folders(path(parent))) {
                if (PooledFiles.digits(second)) {
                    list(path(parent + second))
                            .forEach((name, bytes) -> files.add(parent + second + "/" + name, bytes));
                }
            }
        }
        return files;
    }

    @Override
    public void bring(String name, Path file, String temporary) throws Exception {
        String parent = path(name.substring(0, name.lastIndexOf('/')));
        if (made.add(parent) && !server.buildDirectory(parent, parent.startsWith("/"))) {
            throw new IOException("the server does not let the folder " + parent + " be made");
        }
        long bytes = Files.size(file);
        try {
            store(temporary, file, () -> false);
            long there = size(temporary).orElse(0L);
            if (there != bytes) {
                throw new IOException("it has " + there + " bytes there instead of " + bytes);
            }
            rename(temporary, name, bytes);
        } catch (Exception failure) {
            drop(temporary);
            throw failure;
        }
    }

    private void rename(String temporary, String name, long bytes) throws Exception {
        try {
            rename(temporary, name);
        } catch (GenericFileOperationFailedException | IOException refused) {
            if (!size(name).equals(Optional.of(bytes))) {
                throw refused;
            }
            // another process was faster
            drop(temporary);
        }
    }

    @Override
    public void putAside(String name, String aside) throws IOException {
        rename(name, aside);
    }

    @Override
    public void remove(String name) throws UndeletableException {
        try {
            if (!server.deleteFile(path(name))) {
                throw new UndeletableException("the server refused to delete it", null);
            }
        } catch (GenericFileOperationFailedException failure) {
            if (failure.getCause() instanceof SftpException said && REFUSALS.contains(said.id)) {
                throw new UndeletableException("the server said: " + said.getMessage(), failure);
            }
            throw failure;
        }
    }

    @Override
    public InputStream read(String name) throws IOException {
        Exchange exchange = endpoint.createExchange();
        GenericFile<Object> file = new GenericFile<>();
        exchange.setProperty(FileComponent.FILE_EXCHANGE_FILE, file);
        if (!server.retrieveFile(path(name), exchange, 0) || !(file.getBody() instanceof InputStream content)) {
            throw new IOException("the server does not give " + name);
        }
        return new FilterInputStream(content) {
            private boolean closed;

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    server.releaseRetrievedFileResources(exchange);
                }
            }
        };
    }

    /**
     * The damaged file stays as {@code NAME.damaged}, unless it is only a manifest: servers don't agree on what it
     * means to rename one file to the name of another.
     */
    @Override
    public String replace(String name, Path file, String sha256, BooleanSupplier stop) throws Exception {
        boolean there = size(name).isPresent();
        if (endpoint.getTempPrefix() == null && endpoint.getTempFileName() == null) {
            // an append-only server would keep for good what it does not let be renamed
            if (!there) {
                store(name, file, stop);
                SentFile.verify(this, name, sha256, stop);
                return "";
            }
            rename(name, aside(name));
            rename(aside(name), name);
        }
        String fresh = ArchiveName.PUBLISHING + name;
        try {
            store(fresh, file, stop);
            SentFile.verify(this, fresh, sha256, stop);
            if (there) {
                removeIfThere(aside(name));
                rename(name, aside(name));
            }
            rename(fresh, name);
        } catch (Exception failure) {
            drop(fresh);
            throw failure;
        }
        return "";
    }

    private static String aside(String name) {
        return OldArchives.aside(Path.of(name)).toString();
    }

    private void store(String name, Path file, BooleanSupplier stop) throws IOException {
        Exchange exchange = endpoint.createExchange();
        try (InputStream content = SentFile.open(file, stop)) {
            exchange.getIn().setBody(content);
            if (!server.storeFile(path(name), exchange, Files.size(file))) {
                throw new IOException("the server did not take it");
            }
        }
    }

    private void rename(String from, String to) throws IOException {
        if (!server.renameFile(path(from), path(to))) {
            throw new IOException("the server does not let files be renamed");
        }
    }

    private void removeIfThere(String name) throws UndeletableException {
        if (size(name).isPresent()) {
            remove(name);
        }
    }

    /** The next attempt would overwrite it; retention removes it with the archive. */
    private void drop(String name) {
        try {
            removeIfThere(name);
        } catch (UndeletableException | RuntimeException stays) {
            // the failure that brought us here is what matters
        }
    }

    @Override
    public void close() {
        server.forceDisconnect();
    }
}
