package org.coursebackup.verify;

import java.util.List;

import org.coursebackup.verify.Finding.Severity;

/**
 * The result of reading an archive back completely.
 *
 * @param archive the file as given
 * @param entries number of documents and files read, not counting directories
 * @param bytes uncompressed size of what was read
 * @param findings in the order found; empty for a perfect archive
 */
public record ArchiveVerification(String archive, long entries, long bytes, List<Finding> findings) {

    /** Whether the archive can be trusted: everything could be read and is consistent. Warnings don't count. */
    public boolean good() {
        return texts(Severity.ERROR).isEmpty();
    }

    /** What the course has but the archive lacks; unless empty, the status is 4. */
    public List<String> warnings() {
        return texts(Severity.WARNING);
    }

    /** Why the archive is not good. */
    public List<String> errors() {
        return texts(Severity.ERROR);
    }

    /** One line: good, good with warnings, or not good with the first reason. */
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
