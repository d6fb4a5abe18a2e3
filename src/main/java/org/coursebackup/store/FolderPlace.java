package org.coursebackup.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.coursebackup.verify.Printable;

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
    public Optional<Long> size(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(Files.size(file)) : Optional.empty();
    }

    @Override
    public void remove(String name) throws IOException, UndeletableException {
        try {
            Files.delete(folder.resolve(name));
        } catch (NoSuchFileException gone) {
            throw gone;
        } catch (FileSystemException failure) {
            String said = String.valueOf(failure.getReason()).toLowerCase(Locale.ROOT);
            if (failure instanceof AccessDeniedException
                    || said.contains("not permitted")
                    || said.contains("read-only")) {
                throw new UndeletableException(Printable.reason(failure), failure);
            }
            throw failure;
        }
    }
}
