package org.coursebackup.deliver;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A folder of this machine, which may be mounted; links in it are not followed. */
final class FolderPlace implements CopyPlace {
    private final Path folder;

    FolderPlace(Path folder) {
        this.folder = folder;
    }

    @Override
    public Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    sizes.put(file.getFileName().toString(), Files.size(file));
                }
            }
        }
        return sizes;
    }

    @Override
    public void remove(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }
}
