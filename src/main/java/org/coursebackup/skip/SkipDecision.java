package org.coursebackup.skip;

/**
 * Whether to skip a course, and why, worded for the history and for {@code --dry-run}.
 *
 * @param reason never empty, no full stop at the end
 */
public record SkipDecision(boolean skip, String reason) {
    static SkipDecision skipBecause(String reason) {
        return new SkipDecision(true, reason);
    }

    static SkipDecision backUpBecause(String reason) {
        return new SkipDecision(false, reason);
    }
}
