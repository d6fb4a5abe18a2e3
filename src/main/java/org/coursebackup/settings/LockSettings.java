package org.coursebackup.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long a server on S3 refuses to delete what was brought there (object lock): {@code backup.target.lock-mode} and
 * {@code .lock-days}, and the same of the second target.
 *
 * @param mode {@code governance} or {@code compliance}; empty for none
 */
public record LockSettings(String mode, Duration period) {
    public static final LockSettings NONE = new LockSettings("", Duration.ZERO);

    public boolean wanted() {
        return !mode.isEmpty();
    }

    /** @param target the key of the endpoint */
    List<Problem> obstacles(String target, String endpoint) {
        List<Problem> problems = new ArrayList<>();
        if (wanted() && period.isZero()) {
            problems.add(new Problem(
                    target + ".lock-days",
                    "is 0, but " + target + ".lock-mode is " + mode + ". Set the number of days for which archives"
                            + " cannot be deleted, or remove the mode."));
        }
        if (!wanted() && !period.isZero()) {
            problems.add(new Problem(
                    target + ".lock-mode",
                    "is not set, so " + target + ".lock-days has no effect. Set governance or compliance, or remove"
                            + " the days."));
        }
        if (wanted() && !endpoint.startsWith("aws2-s3:")) {
            problems.add(new Problem(
                    target + ".lock-mode",
                    "needs a " + target + " on S3 (aws2-s3:...). Elsewhere the server itself has to see to it"
                            + " (docs/TARGETS.md: append-only)."));
        }
        return problems;
    }
}
