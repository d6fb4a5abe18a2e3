package org.coursebackup.verify;

import java.util.List;

import org.coursebackup.verify.Finding.Severity;

/**
 * What reading an archive back completely showed.
 *
 * @param archive file as given
 * @param entries documents and files read, directories not counted
 * @param bytes size of what was read, uncompressed
 * @param findings in the order found; empty for a perfect archive
 */
public record ArchiveVerification(String archive, long entries, long bytes, List<Finding> findings) {

    /** Whether the archive can be relied on: everything could be read and belongs together. Warnings don't count. */
    public boolean good() {
        return texts(Severity.ERROR).isEmpty();
    }

    /** What the course has and the archive has not; not empty means status 4. */
    public List<String> warnings() {
        return texts(Severity.WARNING);
    }

    /** Why the archive is not good. */
    public List<String> errors() {
        return texts(Severity.ERROR);
    }

    /** One line: good, good with warnings, or not good and the first reason. */
    public String summary() {
        if (!good()) {
            int more = errors().size() - 1;
            return "NOT GOOD: " + errors().get(0) + (more > 0 ? " (and " + more + " more)" : "");
        }
        String read = entries + " documents and files, " + bytes + " bytes";
        return warnings().isEmpty()
                ? "good (" + read + ")"
                : "good with warnings (" + read + "): " + String.join("; ", warnings());
    }

    private List<String> texts(Severity severity) {
        return findings.stream()
                .filter(f -> f.severity() == severity)
                .map(Finding::text)
                .toList();
    }
}
