package org.coursebackup.check;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A site's template for file names of course backups: Mustache, since Moodle 5.2 (backup_plan_dbops). */
final class FileNameTemplate {
    /** Name of the setting of the plugin {@code backup}. */
    static final String SETTING = "backup_default_filename_template_course";

    private static final Pattern TAG = Pattern.compile("\\{\\{\\{?([#^/&!]?)\\s*([^}]*?)\\s*}?}}");
    private static final List<String> FIELDS = List.of("format", "type", "id", "course.shortname", "date");

    private FileNameTemplate() {}

    /** Whether it makes other names than Moodle does by default; not where it is empty. */
    static boolean changesNames(String template) {
        if (template.isBlank()) {
            return false;
        }
        List<String> fields = TAG.matcher(template)
                .results()
                .filter(tag -> tag.group(1).isEmpty())
                .map(tag -> tag.group(2))
                .toList();
        List<String> sections = TAG.matcher(template)
                .results()
                .filter(tag -> List.of("#", "^").contains(tag.group(1)))
                .map(tag -> tag.group(1) + tag.group(2))
                .toList();
        String text = TAG.matcher(template).replaceAll((MatchResult tag) -> "").strip();
        return !fields.equals(FIELDS)
                || !text.equals("backupfilename------nu-an-nf")
                || !sections.equals(List.of("#str", "^useidonly", "^users", "#anonymised", "#users", "^files"));
    }
}
