package org.coursebackup.export;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.coursebackup.verify.ArchiveIndex;
import org.coursebackup.verify.ArchiveIndex.Content;

/**
 * What goes along with an activity: its own documents and blocks, and, if it has a section of its own (subsections,
 * since Moodle 4.5), that with its activities, as in Moodle's plan for backups of one activity (backup_plan_builder).
 *
 * @param directories of the activity first, then of what belongs to it
 * @param previous the activity before it in the archive, if there is one
 */
record CutPlan(Content activity, Set<String> directories, Optional<Content> previous) {

    /** @throws NoSuchActivityException if the archive has no such activity */
    static CutPlan of(ArchiveIndex index, long courseModule) throws NoSuchActivityException {
        List<Content> all = index.activities();
        for (int i = 0; i < all.size(); i++) {
            if (Ids.number(all.get(i).id()) == courseModule) {
                Set<String> directories = new LinkedHashSet<>();
                add(all.get(i), index, directories);
                return new CutPlan(all.get(i), directories, i == 0 ? Optional.empty() : Optional.of(all.get(i - 1)));
            }
        }
        throw new NoSuchActivityException("it has no activity with the course module id " + courseModule);
    }

    private static void add(Content activity, ArchiveIndex index, Set<String> directories) {
        if (!directories.add(activity.directory())) {
            return;
        }
        for (Content section : index.sections()) {
            if (section.parent().equals(activity.id())) {
                directories.add(section.directory());
                index.activities().stream()
                        .filter(each -> each.section().equals(section.id()))
                        .forEach(each -> add(each, index, directories));
            }
        }
    }

    /** Whether an entry belongs to one of the directories. */
    boolean has(String entry) {
        int end = entry.indexOf('/', entry.indexOf('/') + 1);
        return end > 0 && directories.contains(entry.substring(0, end));
    }

    /** As Moodle calls a directory's settings, such as {@code quiz_39} or {@code section_7}. */
    boolean hasSettingsOf(String owner) {
        return directories.contains("activities/" + owner) || directories.contains("sections/" + owner);
    }
}
