package org.coursebackup.report;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;

import org.coursebackup.export.ActivityFiles;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.language.Text;

/**
 * What an archive holds, and how it gets back into Moodle.
 *
 * @param name file name
 * @param archive as the history has it
 * @param manifest what its manifest is worth ({@link Downloads#manifest}); null if the archive is not here
 * @param documents number of documents
 * @param documentBytes their bytes together
 * @param files number of contents of files
 * @param fileBytes their bytes together
 * @param sections with their activities; one without a title holds them all if only the manifest tells what there is
 * @param difference to the course's archive before it; null if there is none to compare with
 * @param restore how it gets back into Moodle; null if it is not here
 */
public record ArchiveView(
        String name,
        ArchiveRow archive,
        String manifest,
        int documents,
        long documentBytes,
        int files,
        long fileBytes,
        List<Section> sections,
        ArchiveChange difference,
        RestoreHelp restore) {
    /** Whether single activities can be cut out of it here. */
    @JsonIgnore
    public boolean isActivityDownload() {
        return restore != null && restore.decrypt().isEmpty();
    }

    /** A section, with its activities. */
    public record Section(String title, List<Activity> activities) {
        /** For people; Moodle gives a section without a name its number. */
        public Text heading() {
            return title.isEmpty()
                    ? Text.of("contents.activities")
                    : Text.of(title.matches("\\d+") ? "contents.section" : "as-it-is", title);
        }
    }

    /**
     * An activity or resource.
     *
     * @param module such as {@code forum}
     * @param title its name; empty if only the manifest tells that it is there
     * @param bytes of its documents
     * @param files its files; null if they are not known, as of an encrypted archive
     */
    public record Activity(
            long courseModuleId,
            String module,
            String title,
            long bytes,
            List<Document> documents,
            ActivityFiles files) {}

    /** A document of an activity. */
    public record Document(String name, long bytes) {}
}
