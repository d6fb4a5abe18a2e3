package org.coursebackup.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Printable;

/**
 * The folder that archives are published in. Camel's {@code file:} endpoint does the rename; this bean does before and
 * after it what the endpoint leaves out:
 *
 * <pre>{@code
 * - bean: {ref: target, method: "ready(${variable.work.part}, ${variable.work.fileName})"}
 * - setHeader: {name: CamelFileName, simple: "${variable.work.fileName}"}
 * - setHeader: {name: CamelFileLocalWorkPath, simple: "${variable.work.part}"}
 * - setBody: {simple: "${variable.work.partFile}"}
 * - to:
 *     uri: file:{{backup.directory}}
 *     parameters: {fileExist: Fail, tempPrefix: .publishing-, copyAndDeleteOnRenameFail: false, autoCreate: false}
 * - bean: {ref: target, method: "published(${variable.work.part}, ${variable.work.fileName})"}
 * }</pre>
 *
 * <p>Paths are strings here: Camel would turn a {@code Path} or {@code File} in the header into the file's content, and
 * then copy it.
 *
 * <p>The reasons, as read in Camel 4.18.0 and seen in the system calls: with {@code CamelFileLocalWorkPath} the
 * endpoint moves the part by an atomic rename, in milliseconds whatever the size. It syncs nothing, so the part is
 * forced to disk before and the folder after; a crash leaves the whole archive under its name, or none. If the rename
 * fails the endpoint falls back to copying; {@code tempPrefix} keeps even a partial copy from getting the final name.
 * {@code fileExist: Fail} checks before it renames, which is not a lock: two archives of the same name are prevented by
 * the {@code .part} file, which is created only where neither exists.
 */
public final class Target {
    private final Path folder;
    private final String endpoint;
    private final Sizes sizes;
    private final boolean encrypted;

    /** What lies at an endpoint elsewhere. */
    public interface Sizes {
        /** Size in bytes; empty if there is no such file. */
        Optional<Long> of(String fileName) throws Exception;
    }

    /** Archives are published in that folder. */
    public Target(Path folder) {
        this(folder, "file:" + folder, name -> Optional.empty(), false);
    }

    /**
     * @param folder where archives are made
     * @param endpoint where they are published: in the same folder if it is a {@code file:} endpoint, otherwise
     *     elsewhere, and the folder keeps none
     * @param sizes asks an endpoint elsewhere that gives files their final names at once
     * @param encrypted whether only encrypted archives may be published
     */
    public Target(Path folder, String endpoint, Sizes sizes, boolean encrypted) {
        this.encrypted = encrypted;
        this.sizes = sizes;
        this.folder = folder.toAbsolutePath().normalize();
        this.endpoint = endpoint;
    }

    /**
     * Before publishing: forces the finished part to disk and makes sure that its final name is free.
     *
     * @throws TargetException if the folder or the part is missing, or the name is taken: nothing is overwritten
     */
    public void ready(String part, String fileName) throws TargetException {
        if (!Files.isDirectory(folder)) {
            throw TargetException.of(folder, new NoSuchFileException(folder.toString()));
        }
        if (encrypted && !AgeFile.named(fileName)) {
            throw TargetException.saying(
                    "The archive is not encrypted, although encrypt.recipients is set, so it was not"
                            + " published. The route 'course' (30-course.camel.yaml) needs the step"
                            + " 'to: direct:encrypt' between verify and publish.");
        }
        if (!ThinArchive.named(fileName) && ThinArchive.is(Path.of(part))) {
            throw TargetException.saying(
                    "The archive lacks the contents of its files, which are not in the pool (store.layout=shared-pool),"
                            + " so it was not published. The route 'course' (30-course.camel.yaml) needs the step"
                            + " 'to: direct:pool' between archive and verify.");
        }
        if (Files.exists(place(fileName), LinkOption.NOFOLLOW_LINKS)) {
            throw TargetException.saying(
                    "There is already a file " + place(fileName) + "; it was not overwritten and the new"
                            + " archive was not published. Move it away; the course will be tried again.");
        }
        try (FileChannel channel = FileChannel.open(Path.of(part), StandardOpenOption.WRITE)) {
            channel.force(true);
            // one without its archive was left behind by a kill
            ManifestFile.remove(place(fileName));
        } catch (IOException e) {
            throw TargetException.of(folder, e);
        }
    }

    /**
     * After publishing: forces the folder to disk, so that the name survives a power cut.
     *
     * @return where the archive is now: a path, or an address without secrets
     * @throws TargetException if the archive is not there under its final name
     */
    public String published(String part, String fileName) throws TargetException {
        Path archive = place(fileName);
        if (!endpoint.startsWith("file:")) {
            return elsewhere(part, fileName);
        }
        if (!Files.isRegularFile(archive, LinkOption.NOFOLLOW_LINKS) || Files.exists(Path.of(part))) {
            throw TargetException.saying(
                    "The archive could not be renamed to " + archive + ", so the course has no new archive;"
                            + " it will be tried again. Check the rights of the folder.");
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw TargetException.of(folder, e);
        }
        return archive.toString();
    }

    /** After publishing the manifest, which an endpoint elsewhere has copied. */
    public void listed(String manifestPart) throws TargetException {
        try {
            Files.deleteIfExists(Path.of(manifestPart));
        } catch (IOException e) {
            throw TargetException.of(folder, e);
        }
    }

    /**
     * The endpoint has taken the whole file, or it would have failed; so the part is no longer needed. Where nothing
     * but that says so, since the file had its final name from its first byte, the size is asked for.
     */
    private String elsewhere(String part, String fileName) throws TargetException {
        try {
            if (writtenInPlace(endpoint)) {
                requireWhole(fileName, Files.size(Path.of(part)));
            }
            Files.deleteIfExists(Path.of(part));
        } catch (IOException e) {
            throw TargetException.of(folder, e);
        }
        return address(endpoint, fileName);
    }

    private void requireWhole(String fileName, long bytes) throws TargetException {
        long size;
        try {
            size = sizes.of(fileName).orElse(0L);
        } catch (Exception failure) {
            throw TargetException.saying("Whether the archive is whole on the server (backup.target) could not be found"
                    + " out: " + failure.getMessage() + " The course will be tried again.");
        }
        if (size != bytes) {
            throw TargetException.saying("The archive on the server (backup.target) has " + size + " bytes instead of "
                    + bytes + ", so it does not count; the course will be tried again. Its file there is "
                    + address(endpoint, fileName) + ".");
        }
    }

    /** Whether files at an endpoint have their final names while they are being written; on S3 they appear whole. */
    public static boolean writtenInPlace(String endpoint) {
        return TargetSettings.writtenInPlace(endpoint);
    }

    /** A location at an endpoint, for people: without options and password. */
    public static String address(String endpoint, String fileName) {
        String place = endpoint.replaceFirst("\\?.*", "").replaceFirst("(//|:)([^/@:]*):[^/@]*@", "$1$2@");
        return place + (place.endsWith("/") ? "" : "/") + fileName;
    }

    /** @throws TargetException for a name that isn't one of ours, such as one with a path in it */
    private Path place(String fileName) throws TargetException {
        if (!ArchiveName.fits(fileName)) {
            throw TargetException.saying(
                    "'" + Printable.of(fileName) + "' is not an archive file name; nothing was published.");
        }
        return folder.resolve(fileName);
    }
}
