package org.coursebackup.deliver;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.SftpException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.RemoteFileEndpoint;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.commons.net.ftp.FTPFile;

/** A folder on an SFTP or FTP server, in one session. */
final class ServerPlace implements CopyPlace {
    private static final Set<Integer> REFUSALS =
            Set.of(ChannelSftp.SSH_FX_PERMISSION_DENIED, ChannelSftp.SSH_FX_FAILURE, ChannelSftp.SSH_FX_OP_UNSUPPORTED);

    private final RemoteFileOperations<?> server;
    private final String folder;

    private ServerPlace(RemoteFileOperations<?> server, String folder) {
        this.server = server;
        this.folder = folder;
    }

    static <T> ServerPlace login(RemoteFileEndpoint<T> endpoint) throws Exception {
        RemoteFileOperations<T> server = endpoint.createRemoteFileOperations();
        try {
            server.connect(endpoint.getConfiguration(), endpoint.createExchange());
        } catch (RuntimeException refused) {
            server.forceDisconnect();
            throw refused;
        }
        String folder = endpoint.getConfiguration().getDirectory();
        return new ServerPlace(server, folder == null || folder.isEmpty() ? "." : folder);
    }

    @Override
    public Map<String, Long> sizes() {
        return list(folder);
    }

    /** Servers list a file as they list a folder. */
    @Override
    public Optional<Long> size(String name) throws GenericFileOperationFailedException {
        String path = folder + "/" + name;
        return server.existsFile(path) ? list(path).values().stream().findFirst() : Optional.empty();
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

    @Override
    public void remove(String name) throws UndeletableException {
        try {
            if (!server.deleteFile(folder + "/" + name)) {
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
    public void close() {
        server.forceDisconnect();
    }
}
