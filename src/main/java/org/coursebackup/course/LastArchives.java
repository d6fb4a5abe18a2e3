package org.coursebackup.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.manifest.Manifest;
import org.coursebackup.manifest.Manifest.Trust;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.StoreSettings;
import org.coursebackup.share.BlockCloner;
import org.coursebackup.share.EarlierArchive;
import org.coursebackup.share.EarlierArchives;
import org.coursebackup.share.FileStamp;
import org.coursebackup.share.SharedContent;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.Printable;
import org.coursebackup.verify.ZipOutline;
import org.coursebackup.verify.ZipOutline.Stored;

/**
 * Finds the last archive of a course, for a new one to share contents with. It counts only if everything that is known
 * of it agrees: the history has it as good, its file is the one that was read back then (size, time, number), its
 * manifest is signed and is its own, and the hash of all that the manifest lists and of what the file has besides the
 * contents is that in the history. So lengths, checksums and hashes of the contents are what they were when they were
 * read, and nobody has to remember them besides. Whatever doubt there is, contents come from the pool, and are read.
 *
 * <p>What only reading tells, that a disk has kept what was written, is left to reading: contents are relied on for
 * {@code verify.cycle-days} after they were read, by the run or by the reading of old archives.
 */
public final class LastArchives implements EarlierArchives {
    private static final Logger LOG = LoggerFactory.getLogger(LastArchives.class);
    /** How far clocks of machines that share a history may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);

    private final StoreSettings settings;
    private final boolean encrypted;
    private final ManifestKey key;
    private final HistoryReader history;
    private final Clock clock;

    public LastArchives(Settings settings, HistoryReader history, Clock clock) {
        this.settings = settings.store();
        this.encrypted = settings.target().recipients().wanted();
        this.key = new ManifestKey(settings.target().manifestKey());
        this.history = history;
        this.clock = clock;
    }

    @Override
    public Optional<EarlierArchive> of(long courseId, Path part) {
        // what is encrypted shares nothing with anything, and is the hash of a file that was read as a whole
        if (!settings.share() || encrypted) {
            return Optional.empty();
        }
        try {
            Optional<ArchiveRow> row =
                    newest(courseId, part.toAbsolutePath().normalize().getParent());
            return row.isEmpty() ? Optional.empty() : earlier(row.get());
        } catch (IOException | RuntimeException failure) {
            LOG.info(
                    "Course {}: its contents are copied, since its last archive can't be looked at: {}",
                    courseId,
                    Printable.of(Reason.of(failure)));
            return Optional.empty();
        }
    }

    /** Only the newest: if something is wrong with that, older ones may have the same blocks. */
    private Optional<ArchiveRow> newest(long courseId, Path folder) {
        List<ArchiveRow> all = history.archives(courseId);
        return all.stream()
                .filter(row -> row.runId() == all.get(0).runId())
                .filter(row -> ArchivePlaces.path(row.location())
                        .filter(file -> folder.equals(file.getParent()))
                        .isPresent())
                .filter(row -> row.removed() == null
                        && row.damaged() == null
                        && row.result().archived()
                        && row.digest() != null
                        && row.stamp() != null
                        && !AgeFile.named(row.fileName())
                        && !ThinArchive.named(row.fileName()))
                .findFirst();
    }

    private Optional<EarlierArchive> earlier(ArchiveRow row) throws IOException {
        Path file = ArchivePlaces.path(row.location()).orElseThrow();
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return doubt(row, "it is gone");
        }
        if (!FileStamp.of(file).equals(row.stamp())) {
            return doubt(row, "the file was touched, or is another, since it was read back");
        }
        Manifest manifest = Manifest.beside(file, key.trustedOrNone());
        if (manifest.trust() != Trust.SIGNED) {
            return doubt(row, manifest.trouble());
        }
        ZipOutline outline = ZipOutline.of(file);
        Manifest.Contents listed = Manifest.contents(file, outline.sha256());
        if (!row.digest().equals(listed.digest())) {
            return doubt(row, "it is not what the history has");
        }
        return Optional.of(new EarlierArchive(file, row.stamp(), readSince(row), contents(outline, listed)));
    }

    private static Map<String, SharedContent> contents(ZipOutline outline, Manifest.Contents listed) {
        Map<String, SharedContent> contents = new HashMap<>();
        for (Stored stored : outline.stored()) {
            String sha256 = listed.sha256().get(stored.name());
            if (sha256 != null && stored.bytes() >= SharedContent.SMALLEST && stored.at() % BlockCloner.BLOCK == 0) {
                contents.put(stored.name(), new SharedContent(stored.at(), stored.bytes(), stored.crc(), sha256));
            }
        }
        return contents;
    }

    /** Null if it has to be read again. */
    private Instant readSince(ArchiveRow row) {
        Instant now = clock.instant();
        Instant read = row.readBack();
        boolean fresh = read.isAfter(now.minus(settings.cycle())) && read.isBefore(now.plus(CLOCKS_DIFFER));
        return fresh && !settings.all() ? read : null;
    }

    private static Optional<EarlierArchive> doubt(ArchiveRow row, String why) {
        LOG.info("Course {}: nothing is shared with {}: {}.", row.courseId(), row.location(), Printable.of(why));
        return Optional.empty();
    }
}
