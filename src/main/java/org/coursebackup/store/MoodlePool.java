package org.coursebackup.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Adds files to Moodle's file pool and moves those no longer used to its trash, as Moodle's file_system_filedir does:
 * {@code filedir/ab/cd/SHA1} and {@code trashdir/ab/cd/SHA1}. Owner, group and permissions are those of
 * {@code filedir}, which come from the site's {@code $CFG->directorypermissions}; files get them without the execute
 * bits, as Moodle computes it.
 */
final class MoodlePool {
    private static final int NO_EXECUTE = 0666;

    /** @param created whether the pool lacked this content before */
    record Content(String hash, long bytes, Path path, boolean created) {}

    private final Path filedir;
    private final Path trashdir;

    MoodlePool(Path filedir, Path trashdir) {
        this.filedir = filedir;
        this.trashdir = trashdir;
    }

    /**
     * Copies a file into the pool: first under a name of its own, forced to disk, then renamed. Nothing half-written
     * ever has a content hash for a name; what a kill leaves is overwritten when that name is next used.
     *
     * @param incoming name of the copy while it is being made, unique among those in progress
     */
    Content add(Path file, String incoming) throws IOException {
        Path copy = filedir.resolve(incoming);
        try {
            String hash = copy(file, copy);
            long bytes = Files.size(copy);
            Path place = place(filedir, hash);
            if (Files.isRegularFile(place) && Files.size(place) == bytes) {
                return new Content(hash, bytes, place, false);
            }
            folder(place.getParent());
            like(filedir, copy, NO_EXECUTE);
            Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
            force(place.getParent());
            return new Content(hash, bytes, place, true);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Moves a pool file that is no longer used into the trash, where Moodle finds it should it need it after all. */
    void trash(String hash) throws IOException {
        Path file = place(filedir, hash);
        Path trash = place(trashdir, hash);
        if (!Files.exists(file)) {
            return;
        }
        folder(trash.getParent());
        if (Files.exists(trash)) {
            Files.delete(file);
            return;
        }
        try {
            Files.move(file, trash, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException otherDisk) {
            Files.move(file, trash);
        }
    }

    static Path place(Path root, String hash) {
        return root.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
    }

    Path filedir() {
        return filedir;
    }

    private static String copy(Path file, Path copy) throws IOException {
        MessageDigest digest = sha1();
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
            in.transferTo(out);
        }
        force(copy);
        return HexFormat.of().formatHex(digest.digest());
    }

    private void folder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            folder(folder.getParent());
            try {
                Files.createDirectory(folder);
            } catch (java.nio.file.FileAlreadyExistsException byMoodleMeanwhile) {
                return;
            }
            like(filedir, folder, ~0);
        }
    }

    /**
     * The file system, or a lack of privileges, may prevent changing owner and permissions; then it depends on the
     * group whether Moodle can read the file.
     */
    private static void like(Path model, Path path, int mask) throws IOException {
        if (!Files.getFileStore(model).supportsFileAttributeView("unix")
                && !model.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        for (String owner : new String[] {"unix:uid", "unix:gid"}) {
            try {
                if (!Files.getAttribute(path, owner).equals(Files.getAttribute(model, owner))) {
                    Files.setAttribute(path, owner, Files.getAttribute(model, owner));
                }
            } catch (IOException notPermitted) {
                // only root may change the owner; a member of the group may at least set the group
            }
        }
        int mode = (Integer) Files.getAttribute(model, "unix:mode") & 07777 & mask;
        Files.setAttribute(path, "unix:mode", mode);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }
}
