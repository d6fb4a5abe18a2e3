package org.coursebackup.store;

import java.nio.charset.Charset;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.archive.BackupSetting;
import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.thin.ThinArchive;

/**
 * The file name of an archive by Moodle's rule for default names (backup_plan_dbops):
 * {@code backup-moodle2-course-ID[-SHORTNAME]-YYYYMMDD-HHMM[-nu|-an][-nf].mbz}, lower case, in English whatever the
 * site's language. The minute is local time in the given zone.
 *
 * <p>Two archives of a course within a minute would collide: the second gets {@code -2} after the minute, see
 * {@link #free}. Names are cut so that temporary prefixes and suffixes still fit within file systems' 255 bytes.
 *
 * @param shortname cleaned short name; empty if nothing is left of it
 * @param minute when making the archive began
 * @param sequence 1, or more if the minute was taken
 * @param flags {@code -nu} without users, {@code -an} anonymised, {@code -nf} without files; may be empty
 */
public record ArchiveName(long courseId, String shortname, LocalDateTime minute, int sequence, String flags) {
    /** After the name while the archive is being made and read back. */
    public static final String PART = ".part";
    /** Before the name for the moment between the two renames of publishing (the endpoint's {@code tempPrefix}). */
    public static final String PUBLISHING = ".publishing-";

    private static final String PREFIX = "backup-moodle2-course-";
    static final String SUFFIX = ".mbz";
    static final int MAX_BYTES = 255
            - PUBLISHING.length()
            - ManifestFile.SUFFIX.length()
            - Math.max(AgeFile.SUFFIX.length(), ThinArchive.SUFFIX.length());
    static final int MAX_SEQUENCE = 99;
    static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");
    /** Greedy, so that a short name that looks like a time remains a short name. */
    private static final Pattern NAME = Pattern.compile(
            Pattern.quote(PREFIX) + "(\\d{1,18})(?:-(.*))?-(\\d{8}-\\d{4})(?:-([1-9]\\d?))?((?:-nu|-an)?(?:-nf)?)"
                    + Pattern.quote(SUFFIX) + "(?:" + Pattern.quote(AgeFile.SUFFIX) + "|"
                    + Pattern.quote(ThinArchive.SUFFIX) + ")?",
            Pattern.DOTALL);

    /** The name of a course's archive begun at that instant. */
    public static ArchiveName of(
            long courseId, String shortname, Instant begun, ZoneId zone, ArchiveSettings settings) {
        String flags = !settings.on(BackupSetting.USERS) ? "-nu" : settings.on(BackupSetting.ANONYMIZE) ? "-an" : "";
        if (!settings.on(BackupSetting.FILES)) {
            flags += "-nf";
        }
        return new ArchiveName(courseId, Shortname.clean(shortname), LocalDateTime.ofInstant(begun, zone), 1, flags);
    }

    /** Parses a file name; empty for any name that does not follow this rule. */
    public static Optional<ArchiveName> parse(String fileName) {
        Matcher name = NAME.matcher(fileName);
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ArchiveName(
                    Long.parseLong(name.group(1)),
                    name.group(2) == null ? "" : name.group(2),
                    LocalDateTime.parse(name.group(3), MINUTE),
                    name.group(4) == null ? 1 : Integer.parseInt(name.group(4)),
                    name.group(5)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether an archive may be called that, by this rule or by a site's template: a plain file name, not hidden, that
     * ends in {@code .mbz}, {@code .mbz.age} or {@code .mbz.thin}.
     */
    public static boolean fits(String fileName) {
        return (fileName.endsWith(SUFFIX) || AgeFile.named(fileName) || ThinArchive.named(fileName))
                && !fileName.startsWith(".")
                && fileName.equals(NameText.clean(fileName))
                && NameText.bytes(fileName) <= 255;
    }

    /**
     * This name, or the same minute with the first sequence number that is free.
     *
     * @param taken whether a file name is in use, for an archive or a {@code .part}
     * @throws IllegalStateException if a hundred archives were made within the minute
     */
    public ArchiveName free(Predicate<String> taken) {
        for (int n = 1; n <= MAX_SEQUENCE; n++) {
            ArchiveName name = new ArchiveName(courseId, shortname, minute, n, flags);
            if (!taken.test(name.fileName()) && !taken.test(name.fileName() + PART)) {
                return name;
            }
        }
        throw new IllegalStateException("All names for course " + courseId + " in the minute " + MINUTE.format(minute)
                + " are taken, so no archive was made; try again in a minute.");
    }

    /** The file name, at most 224 bytes, in characters that file names on this machine can have. */
    public String fileName() {
        return fileName(NameText.ofThisMachine());
    }

    /**
     * @param names character set of file names: on a server with {@code LANG=C} Java 17 can't write other characters,
     *     so they become underscores rather than making the course fail
     */
    String fileName(Charset names) {
        String head = PREFIX + courseId;
        String tail = "-" + MINUTE.format(minute) + (sequence == 1 ? "" : "-" + sequence) + flags + SUFFIX;
        String middle =
                Shortname.cut(NameText.encodable(shortname, names), MAX_BYTES - head.length() - tail.length() - 1);
        return head + (middle.isEmpty() ? "" : "-" + middle) + tail;
    }

    /** When making the archive began; in the repeated hour at the end of summer time, the first occurrence. */
    public Instant begun(ZoneId zone) {
        return minute.atZone(zone).toInstant();
    }
}
