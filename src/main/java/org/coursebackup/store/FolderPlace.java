package org.coursebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.coursebackup.thin.Rights;
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
    public InputStream read(String name) throws IOException {
        return Files.newInputStream(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public PooledFiles pooled(String first) throws IOException {
        PooledFiles files = new PooledFiles();
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        String parent = PooledFiles.folder(first);
        if (!Files.isDirectory(folder.resolve(parent), LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        try (DirectoryStream<Path> seconds = Files.newDirectoryStream(folder.resolve(parent))) {
            for (Path second : seconds) {
                if (PooledFiles.digits(second.getFileName().toString())) {
                    add(second, parent + second.getFileName() + "/", files);
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        return files;
    }

    private static void add(Path second, String prefix, PooledFiles files) throws IOException {
        try (DirectoryStream<Path> contents = Files.newDirectoryStream(second)) {
            for (Path file : contents) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    files.add(prefix + file.getFileName(), Files.size(file));
                }
            }
        }
    }

    /** The folder itself is never made: its disk may not be mounted. */
    @Override
    public void bring(String name, Path file, String temporary) throws IOException {
        Path parent = folder;
        for (Path each : Path.of(name).getParent()) {
            parent = parent.resolve(each);
            if (!Files.isDirectory(parent)) {
                makeFolder(parent);
            }
        }
        Path part = folder.resolve(temporary);
        try {
            copy(file, part);
            if (Files.size(part) != Files.size(file)) {
                throw new IOException("it has " + Files.size(part) + " bytes there instead of " + Files.size(file));
            }
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        force(parent);
    }

    private static void makeFolder(Path path) throws IOException {
        try {
            Files.createDirectory(path, Rights.ofFolder(path));
        } catch (FileAlreadyExistsException another) {
            return;
        }
        force(path.getParent());
    }

    private static void copy(Path file, Path part) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                FileChannel out = FileChannel.open(
                        part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), Rights.ofFile(part))) {
            in.transferTo(Channels.newOutputStream(out));
            out.force(true);
        }
    }

    private static void force(Path changed) throws IOException {
        try (FileChannel channel = FileChannel.open(changed, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void putAside(String name, String aside) throws IOException {
        Files.move(folder.resolve(name), folder.resolve(aside), StandardCopyOption.REPLACE_EXISTING);
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
