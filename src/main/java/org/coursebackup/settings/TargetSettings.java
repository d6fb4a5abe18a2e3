package org.coursebackup.settings;

import java.nio.file.Path;
import java.util.Locale;

import org.coursebackup.retention.RetentionSettings;

/**
 * Where archives go: {@code backup.directory}, {@code backup.target}, {@code backup.storage} and
 * {@code backup.second-target}.
 *
 * @param directory where archives are made, and published unless {@code endpoint} or {@code storage} say otherwise
 * @param endpoint where they are published, for Camel
 * @param second endpoint to which every archive is copied; empty for none
 * @param secondKeep which copies of a course's archives stay there
 */
public record TargetSettings(
        Path directory,
        String endpoint,
        Storage storage,
        String second,
        Secret secondPassword,
        RetentionSettings secondKeep) {
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

    /** Whether archives are copied to a second place. */
    public boolean copied() {
        return !second.isEmpty();
    }

    /** Whether copies are ever removed from there. */
    public boolean secondTidied() {
        return copied() && !secondKeep.keepsAll();
    }

    static TargetSettings of(Values values) {
        return new TargetSettings(
                values.path(Keys.BACKUP_DIRECTORY),
                values.get(Keys.TARGET),
                values.get(Keys.STORAGE),
                values.get(Keys.SECOND_TARGET),
                values.get(Keys.SECOND_PASSWORD),
                Keys.SECOND_KEEP.settings(values));
    }
}
