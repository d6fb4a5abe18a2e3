package org.coursebackup.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.coursebackup.settings.Database;

/**
 * The files of an embedded history: H2's database and the key that opens it. They are for their owner alone whatever
 * the umask, since they contain names of courses and since whoever opens the database can run commands as this
 * program's user.
 */
public final class HistoryFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final int KEY_BYTES = 32;
    /** The keys of manifests lie there as well. */
    private static final String MANIFEST = "manifest.";

    /** Which files exist. */
    enum State {
        MISSING,
        WITHOUT_KEY,
        WITH_KEY
    }

    private final Path base;

    /** @param base path of the database without its ending */
    HistoryFiles(Path base) {
        this.base = base;
    }

    /**
     * The files of that history that users other than the owner may read or change, and the folder if they may change
     * it; empty if the history is not embedded.
     */
    public static List<Path> open(Database history) {
        return EmbeddedHistory.files(history).map(HistoryFiles::open).orElse(List.of());
    }

    /** Where the key is kept. */
    Path keyFile() {
        return file(".key");
    }

    /**
     * Revokes others' permissions on the files.
     *
     * @param create whether to create a missing database, with its folder
     * @return what exists now; a database just created counts as having a key
     */
    State prepare(boolean create) throws IOException {
        Path data = file(".mv.db");
        if (create && !Files.exists(data)) {
            if (!Files.exists(folder())) {
                Files.createDirectories(folder(), only(FOLDER));
            }
            make(data);
        }
        if (posix()) {
            for (Path file : existing()) {
                restrict(file, FILE);
            }
            if (Files.isDirectory(folder()) && ours()) {
                restrict(folder(), FOLDER);
            }
        }
        if (!Files.exists(data)) {
            return State.MISSING;
        }
        return hasKey() || Files.size(data) == 0 ? State.WITH_KEY : State.WITHOUT_KEY;
    }

    boolean hasKey() throws IOException {
        return Files.exists(keyFile()) && Files.size(keyFile()) > 0;
    }

    /** The key, made if there is none yet. */
    String key() throws IOException {
        synchronized (HistoryFiles.class) {
            return lockedKey();
        }
    }

    private String lockedKey() throws IOException {
        make(keyFile());
        try (FileChannel channel = FileChannel.open(keyFile(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // two processes may begin at once: one writes, the other waits and reads
            channel.lock();
            if (channel.size() == 0) {
                byte[] random = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(random);
                channel.write(
                        ByteBuffer.wrap(Base64.getUrlEncoder().withoutPadding().encode(random)));
                channel.force(true);
            }
            ByteBuffer text = ByteBuffer.allocate(1000);
            channel.read(text, 0);
            return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
        }
    }

    private List<Path> open() {
        if (!posix()) {
            return List.of();
        }
        List<Path> open = new ArrayList<>();
        for (Path file : existing()) {
            if (others(file).findAny().isPresent()) {
                open.add(file);
            }
        }
        if (others(folder()).anyMatch(right -> right.name().endsWith("WRITE"))) {
            open.add(folder());
        }
        return open;
    }

    private static Stream<PosixFilePermission> others(Path file) {
        try {
            return Files.getPosixFilePermissions(file).stream()
                    .filter(right -> !right.name().startsWith("OWNER"));
        } catch (IOException notThere) {
            return Stream.empty();
        }
    }

    /** Whether nothing else is in the folder, so that closing it to others harms nobody. */
    private boolean ours() throws IOException {
        try (Stream<Path> entries = Files.list(folder())) {
            String name = base.getFileName() + ".";
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(entry -> entry.startsWith(name) || entry.startsWith(MANIFEST));
        }
    }

    private List<Path> existing() {
        return Stream.of(".mv.db", ".lock.db", ".trace.db", ".key")
                .map(this::file)
                .filter(Files::exists)
                .toList();
    }

    private static void restrict(Path file, Set<PosixFilePermission> rights) throws IOException {
        try {
            if (!Files.getPosixFilePermissions(file).equals(rights)) {
                Files.setPosixFilePermissions(file, rights);
            }
        } catch (FileSystemException notOurs) {
            // 'check' reports that it is open; the database itself still needs the key
        }
    }

    private void make(Path file) throws IOException {
        try {
            Files.createFile(file, only(FILE));
        } catch (FileAlreadyExistsException exists) {
            // as is usually the case
        }
    }

    private FileAttribute<?>[] only(Set<PosixFilePermission> rights) {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    private boolean posix() {
        return base.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private Path folder() {
        return base.getParent();
    }

    private Path file(String ending) {
        return base.resolveSibling(base.getFileName() + ending);
    }
}
