package org.coursebackup.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.ZipFile;

import org.coursebackup.thin.ThinArchive;

/**
 * Which site and course an archive belongs to, read from its {@code moodle_backup.xml}, not from its name: two sites
 * may share a folder, and a teacher's backup put there has the same kind of name.
 *
 * @param site the site's identifier hash, or its address in archives without one
 * @param begun the backup's date as recorded inside
 */
public record ArchiveIdentity(String site, long courseId, String name, String mode, Instant begun) {
    private static final String AUTOMATED = "50";

    /** Empty unless the file is a readable zip backup of a course. */
    public static Optional<ArchiveIdentity> of(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return ArchiveIndex.in(zip)
                    .map(index -> new ArchiveIdentity(
                            site(index),
                            Long.parseLong(index.information("original_course_id")),
                            String.valueOf(index.information("name")),
                            String.valueOf(index.information("detail.mode")),
                            Instant.ofEpochSecond(Long.parseLong(index.information("backup_date")))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether this is an automated backup of the same course of the same site that still has its original name. */
    public boolean isOneOf(ArchiveIdentity other, String fileName) {
        return sameCourse(other) && mode.equals(AUTOMATED) && name.equals(ThinArchive.wholeName(fileName));
    }

    public boolean sameCourse(ArchiveIdentity other) {
        return site.equals(other.site) && courseId == other.courseId;
    }

    private static String site(ArchiveIndex index) {
        String hash = index.information("original_site_identifier_hash");
        return hash == null || hash.isBlank() ? "address:" + index.information("original_wwwroot") : "hash:" + hash;
    }
}
