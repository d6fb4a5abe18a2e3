package org.coursebackup.deliver;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import org.apache.camel.component.file.remote.RemoteFileEndpoint;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.apache.commons.net.ftp.FTPFile;

/** A folder on an SFTP or FTP server, in one session. */
final class ServerPlace implements CopyPlace {
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
        Map<String, Long> sizes = new HashMap<>();
        for (Object file : server.listFiles(folder)) {
            if (file instanceof SftpRemoteFile<?> entry && !entry.isDirectory()) {
                sizes.put(entry.getFilename(), entry.getFileLength());
            } else if (file instanceof FTPFile entry && entry.isFile()) {
                sizes.put(entry.getName(), entry.getSize());
            }
        }
        return sizes;
    }

    @Override
    public void remove(String name) throws IOException {
        if (!server.deleteFile(folder + "/" + name)) {
            throw new IOException("the server refused to delete it");
        }
    }

    @Override
    public void close() {
        server.forceDisconnect();
    }
}
