package org.coursebackup.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
    private static final Pattern REACHED = Pattern.compile("(?:file|s?ftp|ftps|aws2-s3):.*", Pattern.DOTALL);

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
        poolObstacle("backup.target", target.endpoint(), problems);
        if (target.copied()) {
            poolObstacle("backup.second-target", target.second(), problems);
        }
        if (target.copied() && !target.inFolder()) {
            problems.add(problem("a backup.second-target besides a backup.target on a server: copies are made of what"
                    + " is in backup.directory. Leave one of them out"));
        }
        return problems;
    }

    /** @param key of the endpoint */
    private static void poolObstacle(String key, String endpoint, List<Problem> problems) {
        if (!REACHED.matcher(endpoint).matches()) {
            problems.add(problem("a " + key + " of that kind: contents can be brought to a folder, SFTP, FTP and S3."
                    + " Use one of these"));
        } else if (TargetSettings.writtenInPlace(endpoint)) {
            problems.add(problem("a " + key + " without tempPrefix: what is cut off would have the name of a content"
                    + " for good, and no other can take its place. Add tempPrefix=.copying- to it"));
        }
    }

    private static Problem problem(String with) {
        return new Problem(
                Keys.POOLED.name(),
                "is shared-pool, which does not go together with " + with + "; or set" + " store.layout=archives.");
    }
}
