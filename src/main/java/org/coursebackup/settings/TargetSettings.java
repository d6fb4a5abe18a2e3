package org.coursebackup.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.coursebackup.encrypt.Recipients;
import org.coursebackup.retention.RetentionSettings;

/**
 * Where archives go: {@code backup.directory}, {@code backup.target}, {@code backup.storage},
 * {@code backup.second-target} and {@code manifest.key}.
 *
 * @param directory where archives are made, and published unless {@code endpoint} or {@code storage} say otherwise
 * @param endpoint where they are published, for Camel
 * @param second endpoint to which every archive is copied; empty for none
 * @param secondKeep which copies of a course's archives stay there
 * @param manifestKey the private key that manifests are signed with
 * @param lock for how long what was published on S3 cannot be deleted
 * @param secondLock the same of the second target
 * @param recipients who can read the archives, if they are encrypted
 */
public record TargetSettings(
        Path directory,
        String endpoint,
        Storage storage,
        String second,
        Secret secondPassword,
        RetentionSettings secondKeep,
        Path manifestKey,
        LockSettings lock,
        LockSettings secondLock,
        Recipients recipients) {
    private static final Pattern EMBEDDED =
            Pattern.compile("jdbc:h2:(?!mem:|tcp:|ssl:|zip:|split:)(?:file:|nio\\w*:|async:)?(?!~)([^;]+).*");
    private static final String KEY = "manifest.key";
    private static final Pattern WITHOUT_TEMPORARY_NAME =
            Pattern.compile("(?:file|s?ftp|ftps):(?!.*[?&]temp(?:Prefix|FileName)=).*", Pattern.DOTALL);

    /** Which of the two places keep archives. */
    public enum Storage {
        DIRECTORY,
        COURSE,
        BOTH;

        static Storage of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }

        /** Whether Moodle's own file area of each course gets the archives. */
        public boolean inCourse() {
            return this != DIRECTORY;
        }

        /** Whether the target folder, or the endpoint instead of it, keeps the archives. */
        public boolean inDirectory() {
            return this != COURSE;
        }

        /** As in the settings. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether files at an endpoint have their final names while they are being written; on S3 they appear whole. */
    public static boolean writtenInPlace(String endpoint) {
        return WITHOUT_TEMPORARY_NAME.matcher(endpoint).matches();
    }

    /** Whether archives are published in the folder in which they are made. */
    public boolean inFolder() {
        return endpoint.startsWith("file:");
    }

    /** Whether archives are copied to a second place. */
    public boolean copied() {
        return !second.isEmpty();
    }

    /** Whether copies are ever removed from there. */
    public boolean secondTidied() {
        return copied() && !secondKeep.keepsAll();
    }

    /** What forbids starting; empty if nothing does. */
    List<Problem> obstacles() {
        List<Problem> problems = new ArrayList<>(lock.obstacles("backup.target", endpoint));
        problems.addAll(secondLock.obstacles("backup.second-target", second));
        if (recipients.wanted() && storage.inCourse()) {
            problems.add(new Problem(
                    Keys.RECIPIENTS.name(),
                    "makes no sense with backup.storage=" + storage + ": Moodle cannot restore an encrypted archive"
                            + " from a course's file area, and a plain one there would be readable. Set"
                            + " backup.storage=directory, or leave encrypt.recipients empty."));
        }
        return problems;
    }

    static TargetSettings of(Values values) {
        return new TargetSettings(
                values.path(Keys.BACKUP_DIRECTORY),
                values.get(Keys.TARGET),
                values.get(Keys.STORAGE),
                values.get(Keys.SECOND_TARGET),
                values.get(Keys.SECOND_PASSWORD),
                Keys.SECOND_KEEP.settings(values),
                values.find(Keys.MANIFEST_KEY).isPresent() ? values.path(Keys.MANIFEST_KEY) : besideHistory(values),
                new LockSettings(values.get(Keys.TARGET_LOCK_MODE), values.get(Keys.TARGET_LOCK_DAYS)),
                new LockSettings(values.get(Keys.SECOND_LOCK_MODE), values.get(Keys.SECOND_LOCK_DAYS)),
                Recipients.of(values.get(Keys.RECIPIENTS), values.folder()));
    }

    private static Path besideHistory(Values values) {
        Matcher embedded = EMBEDDED.matcher(values.get(Keys.HISTORY_DB.url()));
        return embedded.matches()
                ? values.folder().resolve(embedded.group(1)).resolveSibling(KEY)
                : values.folder().resolve("data").resolve(KEY);
    }
}
