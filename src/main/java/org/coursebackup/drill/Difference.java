package org.coursebackup.drill;

/**
 * Rows that an archive has and that were not there after it was restored.
 *
 * @param kind document and path of the rows, such as {@code forum.xml: activity/forum/discussions/discussion}
 * @param expected number of rows in the archive, without those that Moodle is known not to restore
 * @param found number of rows after it was restored; equal to the other if they have other contents
 */
public record Difference(String kind, long expected, long found) {
    @Override
    public String toString() {
        return expected == found
                ? kind + ": " + expected + ", but with other contents"
                : kind + ": " + expected + " expected, " + found + " found";
    }
}
