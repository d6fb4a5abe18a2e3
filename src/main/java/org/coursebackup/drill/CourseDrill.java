package org.coursebackup.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.coursebackup.course.Reason;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.history.Result;
import org.coursebackup.manifest.TrustedKeys;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.moodle.MoodleDatabase;
import org.coursebackup.settings.Settings;
import org.coursebackup.store.ArchivePlaces;
import org.coursebackup.verify.Sha256;

/** Drills: of a course's newest archive, kept in the history, or of any file. */
public final class CourseDrill {
    private static final int TOLD = 5;

    private final Settings settings;
    private final MoodleDatabase moodle;
    private final HistoryReader reader;
    private final Drills drills;
    private final ArchivePlaces places;
    private final Clock clock;

    /** @param history whose tables are up to date */
    public CourseDrill(Settings settings, MoodleDatabase moodle, DataSource history, Clock clock) {
        this.settings = settings;
        this.moodle = moodle;
        this.reader = new HistoryReader(history);
        this.drills = new Drills(history);
        this.places = new ArchivePlaces(moodle, settings.moodle().site().filedir());
        this.clock = clock;
    }

    /**
     * Restores a file.
     *
     * @throws DrillException if it can't be restored, or was not tried
     */
    public DrillResult file(Path archive) throws IOException, DrillException, InterruptedException {
        return drill(archive, false, () -> false);
    }

    /** Restores the newest archive of a course and keeps what became of it. */
    public DrillAttempt byCommand(long courseId) throws InterruptedException {
        return course(courseId, "command", () -> false).orElseThrow();
    }

    /** The same for the schedule; empty if it had to give way, and then nothing is kept. */
    public Optional<DrillAttempt> bySchedule(long courseId, BooleanSupplier giveWay) throws InterruptedException {
        return course(courseId, Drills.SCHEDULE, giveWay);
    }

    private Optional<DrillAttempt> course(long courseId, String cause, BooleanSupplier giveWay)
            throws InterruptedException {
        Instant started = clock.instant();
        List<ArchiveRow> newest = newest(courseId);
        ArchiveRow archive = newest.isEmpty() ? null : newest.get(0);
        DrillAttempt attempt;
        try {
            if (archive == null) {
                throw DrillException.refused("The course has no good archive yet.");
            }
            DrillResult result = drill(find(newest), archive.result() == Result.WARNING, giveWay);
            attempt = attempt(
                    courseId,
                    started,
                    cause,
                    result.restored() ? "restored" : "differs",
                    result.restored() ? null : words(result.differences()),
                    archive,
                    result.rows());
        } catch (DrillException failure) {
            if (giveWay.getAsBoolean()) {
                return Optional.empty();
            }
            String result = failure.tried() ? "failed" : "refused";
            attempt = attempt(courseId, started, cause, result, failure.getMessage(), archive, 0);
        } catch (IOException trouble) {
            attempt = attempt(courseId, started, cause, "refused", Reason.of(trouble), archive, 0);
        }
        drills.record(attempt);
        return Optional.of(attempt);
    }

    private DrillAttempt attempt(
            long courseId, Instant started, String cause, String result, String reason, ArchiveRow archive, long rows) {
        return new DrillAttempt(
                courseId,
                started,
                clock.instant(),
                cause,
                result,
                reason,
                archive == null ? null : archive.fileName(),
                archive == null ? null : archive.made(),
                rows);
    }

    private DrillResult drill(Path archive, boolean incomplete, BooleanSupplier giveWay)
            throws IOException, DrillException, InterruptedException {
        if (AgeFile.named(archive.getFileName().toString())) {
            throw DrillException.refused(
                    "The archive is encrypted (" + archive.getFileName() + "), and this machine has"
                            + " no key for it. Decrypt it where the key is (age -d -i key.txt), and have that file"
                            + " restored: drill FILE.");
        }
        DrillMoodle other = DrillMoodle.of(settings.drill(), live(), giveWay);
        return new ArchiveDrill(other, settings.target().directory()).drill(archive, incomplete);
    }

    /** The places of the newest archive that is not known to be damaged. */
    private List<ArchiveRow> newest(long courseId) {
        List<ArchiveRow> there = reader.archives(courseId).stream()
                .filter(row -> row.removed() == null
                        && row.damaged() == null
                        && row.result().archived())
                .toList();
        return there.stream().filter(row -> row.runId() == there.get(0).runId()).toList();
    }

    /** The file in whichever place of this machine has it, as long as it is what was published. */
    private Path find(List<ArchiveRow> newest) throws IOException, DrillException {
        for (ArchiveRow row : newest) {
            Optional<Path> file = places.find(row.location(), row.bytes());
            if (file.isPresent()) {
                return unchanged(file.get(), row);
            }
        }
        String where = newest.stream().map(ArchiveRow::location).collect(Collectors.joining(", "));
        if (newest.stream().noneMatch(row -> local(row.location()))) {
            throw DrillException.refused(
                    "The archive is on a server (" + where + "); drills take those in folders of this machine.");
        }
        throw DrillException.failed("The archive is not there with the "
                + newest.get(0).bytes()
                + " bytes that were published: " + where + ". Look whether the disk is mounted; if it is, the archive"
                + " was removed or changed by somebody.");
    }

    /** A drill counts what the archive says, so that it has to be the one that was read back. */
    private static Path unchanged(Path archive, ArchiveRow row) throws IOException, DrillException {
        if (!(row.sha256() == null && row.digest() != null ? same(archive, row) : whole(archive, row))) {
            throw DrillException.failed("The archive " + archive + " is no longer what was published: its SHA-256 is"
                    + " another. It was damaged or changed by somebody.");
        }
        return archive;
    }

    private static boolean whole(Path archive, ArchiveRow row) throws IOException {
        return row.sha256() == null || row.sha256().equals(Sha256.of(archive));
    }

    /** One that shares contents with earlier ones has no hash of the whole file before it was read again. */
    private static boolean same(Path archive, ArchiveRow row) {
        return row.digest()
                .equals(VouchedArchive.verify(archive, TrustedKeys.NONE).digest());
    }

    private static boolean local(String location) {
        return !location.matches("(?i)(s?ftps?|aws2-s3|https?):.*");
    }

    /** What tells the live site, for a script that must not restore into it. */
    private Map<String, String> live() {
        return Map.of(
                "DRILL_SITE",
                moodle.sql("SELECT value FROM {config} WHERE name = 'siteidentifier'")
                        .query(String.class)
                        .optional()
                        .orElse("unknown"),
                "DRILL_WWWROOT",
                settings.moodle().site().wwwroot(),
                "DRILL_DATAROOT",
                settings.moodle().site().dataroot().toAbsolutePath().normalize().toString());
    }

    /** The first few differences, for a sentence. */
    static String words(List<Difference> differences) {
        return differences.stream().limit(TOLD).map(Difference::toString).collect(Collectors.joining("; "))
                + (differences.size() > TOLD ? "; and " + (differences.size() - TOLD) + " more kinds" : "")
                + ".";
    }
}
