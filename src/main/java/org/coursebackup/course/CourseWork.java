package org.coursebackup.course;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.Reference;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.history.Announced;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.CourseName;
import org.coursebackup.history.Ending;
import org.coursebackup.history.Measures;
import org.coursebackup.history.Outcome;
import org.coursebackup.history.OutcomeDetails;
import org.coursebackup.history.Result;
import org.coursebackup.history.Traffic;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.share.Sharing;
import org.coursebackup.store.ArchiveName;
import org.coursebackup.thin.ThinArchive;

/**
 * One course on its way through the stages, kept in the exchange variable {@code work}. The getters are for route
 * files, which use them in SQL and file names. Used by one thread at a time.
 */
public final class CourseWork {
    /** Name of the exchange variable. */
    public static final String VARIABLE = "work";
    /** The run id of a dry run, which the history does not record. */
    public static final long DRY = -1;

    private final long runId;
    private final long courseId;
    private final String shortname;
    private final String fullname;
    private final Instant begun;
    private final List<String> locations = new ArrayList<>();
    private String decision;
    private Path part;
    private Path manifestPart;
    private String sha256;
    private String digest;
    private String stamp;
    private long readBack;
    private Long readSince;
    private String fileName;
    private ArchiveReport report;
    private Reference reference;
    private ArchiveRow newest;
    private final List<String> warnings = new ArrayList<>();
    private Result result;
    private String reason;
    private Instant finished;
    private Instant nextStart = Instant.EPOCH;

    /** @param row what the select step returned: {@code courseid}, {@code shortname}, {@code fullname} */
    public CourseWork(long runId, Map<String, ?> row, Instant begun) {
        this.runId = runId;
        this.courseId = ((Number) row.get("courseid")).longValue();
        this.shortname = text(row.get("shortname"));
        this.fullname = text(row.get("fullname"));
        this.begun = begun;
        this.finished = begun;
    }

    /** A course found at status 2 whose process is gone; {@code begun} is from Moodle's table. */
    public static CourseWork leftBehind(long runId, Map<String, ?> row, Instant begun) {
        return new CourseWork(runId, row, begun);
    }

    /** A course whose archive is in place, but was not yet recorded. */
    public static CourseWork published(Announced announced, Path archive) {
        Outcome outcome = announced.outcome();
        CourseName course = outcome.course();
        CourseWork work = new CourseWork(
                outcome.runId(),
                Map.of("courseid", course.id(), "shortname", course.shortname(), "fullname", course.fullname()),
                outcome.ending().started());
        work.writeTo(archive.resolveSibling(announced.fileName() + ArchiveName.PART), announced.fileName());
        work.written(new ArchiveReport(
                course.id(),
                outcome.measures().bytes(),
                outcome.measures().entries(),
                outcome.measures().statements(),
                announced.details().rowsByTable(),
                announced.details().unreadTables(),
                announced.details().warnings(),
                Set.of(),
                Set.of()));
        work.hashed(announced.details().sha256());
        work.digested(announced.details().digest(), announced.details().stamp());
        work.readSince = announced.details().readSince();
        work.publishedAt(archive.toString());
        work.finish(
                outcome.result(), outcome.ending().reason(), outcome.ending().ended(), announced.nextStart());
        return work;
    }

    public long getRunId() {
        return runId;
    }

    /** Whether this is a dry run: nothing may be written anywhere. */
    public boolean dry() {
        return runId == DRY;
    }

    public long getCourseId() {
        return courseId;
    }

    public String getShortname() {
        return shortname;
    }

    public Instant begun() {
        return begun;
    }

    /** Epoch seconds. */
    public long getStarted() {
        return begun.getEpochSecond();
    }

    /** Epoch seconds; the start time until it has ended. */
    public long getEnded() {
        return finished.getEpochSecond();
    }

    /** Epoch seconds. */
    public long getNextStart() {
        return nextStart.getEpochSecond();
    }

    /** Moodle's status as in its table, one character; null before the end. */
    public String getStatus() {
        return result == null ? null : result.status();
    }

    /** Null until the course is done. */
    public Result result() {
        return result;
    }

    public String getReason() {
        return reason;
    }

    /**
     * The name under which the archive is published.
     *
     * @throws IllegalStateException if the course was recorded as interrupted: an archive that no record knows of must
     *     not be published
     */
    public synchronized String getFileName() {
        refuseWhenInterrupted();
        return fileName;
    }

    /**
     * Absolute path of the archive while it is being made and read back, null before.
     *
     * @throws NoArchiveException if none was made because the course is unchanged
     */
    public String getPart() {
        if (report != null && report.unchanged() && result == null) {
            throw new NoArchiveException(courseId);
        }
        return part == null ? null : part.toAbsolutePath().toString();
    }

    /** Bytes of the archive written so far, for those who look on; -1 while there is none. */
    public long writtenSoFar() {
        Path file = part;
        return file == null || !Files.isRegularFile(file) ? -1 : file.toFile().length();
    }

    /** Whether the archive is an encrypted file. */
    public boolean isEncrypted() {
        return fileName != null && AgeFile.named(fileName);
    }

    /** Content hashes of pool files that were missing or did not match; empty before the archive is written. */
    public Set<String> getMissingContentHashes() {
        return report == null ? Set.of() : report.missingContentHashes();
    }

    /** The part as a file, for endpoints that send its content. */
    public File getPartFile() {
        return part.toAbsolutePath().toFile();
    }

    /** Absolute path of the manifest before it is published; null if there is none. */
    public String getManifestPart() {
        return manifestPart == null ? null : manifestPart.toAbsolutePath().toString();
    }

    /** The same as a file, for endpoints that send its content; null if there is none. */
    public File getManifestFile() {
        return manifestPart == null ? null : manifestPart.toAbsolutePath().toFile();
    }

    /** The name under which the manifest is published. */
    public String getManifestName() {
        return getFileName() + ManifestFile.SUFFIX;
    }

    /** The archive under its final name; null before it has that, and if no archive stays in the target folder. */
    public File getArchiveFile() {
        File file = part == null ? null : part.resolveSibling(fileName).toFile();
        return file != null && file.isFile() ? file : null;
    }

    public ArchiveReport report() {
        return report;
    }

    public List<String> locations() {
        return locations;
    }

    /** Notes the skip rules' reason. */
    public void decided(String why) {
        decision = why;
    }

    /** Why it is skipped, or why not; null if the rules were not applied. */
    public String decision() {
        return decision;
    }

    /** Notes where the archive is being made. */
    public void writeTo(Path part, String fileName) {
        this.part = part;
        this.fileName = fileName;
    }

    /** Notes where the manifest is being written; null if there is none after all. */
    public void manifestAt(Path file) {
        manifestPart = file;
    }

    /** Removes the manifest of an archive that was not published. */
    public void dropManifest() throws IOException {
        if (manifestPart != null) {
            Files.deleteIfExists(manifestPart);
            Path archive = part.resolveSibling(fileName);
            if (!Files.exists(archive, LinkOption.NOFOLLOW_LINKS)) {
                ManifestFile.remove(archive);
            }
        }
    }

    /** Notes the SHA-256 of the archive's file. */
    public void hashed(String hash) {
        sha256 = hash;
    }

    /**
     * Notes one hash for all of the archive, known in parts, and by what its file is recognised, if contents can be
     * shared with it.
     */
    public void digested(String digest, String stamp) {
        this.digest = digest;
        this.stamp = stamp;
    }

    /** Notes how many bytes were read to read the archive back. */
    public void readBack(long bytes) {
        readBack = bytes;
    }

    /** How the contents of files got into the archive, and what was read for it; none without an archive. */
    public Traffic traffic() {
        if (report == null) {
            return Traffic.NONE;
        }
        Sharing sharing = report.sharing();
        return new Traffic(sharing.cloned(), sharing.copied(), sharing.read() + readBack);
    }

    /** Notes what the archive is compared with; {@code newest} is that archive, null if there is none. */
    public void compareWith(Reference reference, ArchiveRow newest) {
        this.reference = reference;
        this.newest = newest;
    }

    /** What the archive is compared with; null if it is not. */
    public Reference reference() {
        return reference;
    }

    /** The archive that it is compared with; null if there is none. */
    public ArchiveRow newest() {
        return newest;
    }

    /** Notes a warning for the archive that is about to be made. */
    public void warnLater(String warning) {
        warnings.add(warning);
    }

    /**
     * Notes what the archiver did. If the course is unchanged its archive is from now on the one it was compared with.
     */
    public void written(ArchiveReport report) {
        this.report = report.withWarnings(warnings);
        Instant since = report.sharing().readSince();
        readSince = since == null ? null : (Long) since.getEpochSecond();
        if (report.unchanged()) {
            fileName = newest.fileName();
        }
    }

    /** Notes that the archive is now that encrypted file, with that size and hash; its name tells. */
    public void becameEncrypted(Path file, long bytes, String sha256) {
        part = file;
        fileName += AgeFile.SUFFIX;
        report = report.ofBytes(bytes);
        hashed(sha256);
        digested(null, null);
    }

    /** Notes that the archive is thin, so that its name tells. */
    public void becameThin() {
        fileName += ThinArchive.SUFFIX;
    }

    /** Adds warnings from reading the archive back to those of the engine. */
    public void warn(List<String> more) {
        report = report.withWarnings(more);
    }

    /** Notes a place where the archive is under its final name. */
    public void publishedAt(String location) {
        locations.add(location);
    }

    /** Notes how the course ended; the latest verdict holds, except that none can follow an interruption. */
    public synchronized void finish(Result result, String reason, Instant finished, Instant nextStart) {
        refuseWhenInterrupted();
        this.result = result;
        // reasons appear in terminals, mails and pages: whatever an exception quotes must be harmless there
        this.reason =
                reason == null ? null : reason.replaceAll("\\p{Cntrl}+", " ").trim();
        this.finished = finished;
        this.nextStart = nextStart;
    }

    private void refuseWhenInterrupted() {
        if (result == Result.INTERRUPTED) {
            throw new IllegalStateException(
                    "The program is being stopped; what course " + courseId + " was about to become no longer counts.");
        }
    }

    /** Time spent on it; zero until it has ended. */
    public Duration took() {
        return Duration.between(begun, finished);
    }

    /** When it is due again; not called nextStart, since routes would take it for {@link #getNextStart}. */
    public Instant dueAgain() {
        return nextStart;
    }

    /** The outcome as recorded in the history. */
    public Outcome outcome() {
        return new Outcome(
                runId,
                new CourseName(courseId, shortname, fullname),
                new Ending(result, reason, begun, finished),
                new Measures(
                        took(),
                        archived() ? report.bytes() : 0,
                        archived() ? report.entries() : 0,
                        report == null ? 0 : report.statements(),
                        archived() ? traffic() : Traffic.NONE));
    }

    /** What the course becomes once its archive, which is written, has its final name. */
    public Announced announcement(Result result, String reason, Instant now, Instant nextStart) {
        return new Announced(
                getFileName(),
                new Outcome(
                        runId,
                        new CourseName(courseId, shortname, fullname),
                        new Ending(result, reason, begun, now),
                        new Measures(
                                Duration.between(begun, now),
                                report.bytes(),
                                report.entries(),
                                report.statements(),
                                traffic())),
                new OutcomeDetails(
                        report.warnings(),
                        report.rowsByTable(),
                        report.unreadTables(),
                        List.of(),
                        report.fingerprint(),
                        sha256,
                        digest,
                        stamp,
                        readSince),
                nextStart);
    }

    /** What the history keeps besides the outcome. */
    public OutcomeDetails details() {
        return new OutcomeDetails(
                report == null ? List.of() : report.warnings(),
                archived() ? report.rowsByTable() : Map.of(),
                archived() ? report.unreadTables() : Map.of(),
                List.copyOf(locations),
                archived() ? report.fingerprint() : null,
                archived() ? sha256 : null,
                archived() ? digest : null,
                archived() ? stamp : null,
                archived() ? readSince : null);
    }

    private boolean archived() {
        return result.archived() && report != null;
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }
}
