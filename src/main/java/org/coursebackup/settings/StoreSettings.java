package org.coursebackup.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether archives share the contents of files with earlier ones, or have them in one pool, and what of them is read
 * back: {@code store.*}.
 *
 * @param pooled {@code store.layout}: whether archives are thin, with their contents in a pool beside them
 * @param grace {@code store.pool.grace-days}: how long what no archive refers to stays in the pool
 * @param share {@code store.share}: whether they do, where the file system can
 * @param all {@code store.verify}: whether all of an archive is read back, also what it shares
 * @param cycle {@code verify.cycle-days}: what is shared is relied on for as long as that after it was read
 */
public record StoreSettings(boolean pooled, Duration grace, boolean share, boolean all, Duration cycle) {
    static StoreSettings of(Values values) {
        return new StoreSettings(
                values.get(Keys.POOLED),
                values.get(Keys.POOL_GRACE),
                values.get(Keys.SHARE),
                values.get(Keys.READ_ALL),
                values.get(Keys.READ_BACK_AFTER));
    }

    /** What forbids thin archives with those targets; empty if nothing does. */
    List<Problem> obstacles(TargetSettings target) {
        List<Problem> problems = new ArrayList<>();
        if (!pooled) {
            return problems;
        }
        if (target.recipients().wanted()) {
            problems.add(problem("encrypt.recipients, since the names in a pool are the hashes of what lies there, and"
                    + " tell everybody who has a file that it is in a course. Leave encrypt.recipients empty and put"
                    + " backup.directory on an encrypted disk"));
        }
        if (target.storage().inCourse()) {
            problems.add(problem("backup.storage=" + target.storage() + ", since Moodle can restore only complete"
                    + " archives from a course's file area. Set backup.storage=directory"));
        }
        if (!target.endpoint().startsWith("file:")) {
            problems.add(problem("a backup.target on a server: the pool lies beside the archives in backup.directory."
                    + " Leave backup.target as it is by default"));
        }
        if (target.copied()) {
            problems.add(problem("backup.second-target: a copy of a thin archive alone could not be restored. Have"
                    + " another tool copy all of backup.directory, the pool included, or leave backup.second-target"
                    + " empty"));
        }
        return problems;
    }

    private static Problem problem(String with) {
        return new Problem(
                Keys.POOLED.name(),
                "is shared-pool, which does not go together with " + with + "; or set" + " store.layout=archives.");
    }
}
