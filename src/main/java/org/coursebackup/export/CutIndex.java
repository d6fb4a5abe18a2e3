package org.coursebackup.export;

import java.util.Map;

/**
 * Turns the {@code moodle_backup.xml} of a course into that of the activity. Badges are said to be left out, as they
 * are.
 *
 * @param name of the new archive
 * @param hasReferences whether a file in it is an alias
 */
record CutIndex(CutPlan plan, String name, boolean remoteUsers, boolean hasReferences, Setting setting)
        implements Choice {
    /** The setting that is being read. */
    static final class Setting {
        private String name = "";
    }

    private static final String DETAIL = BackupIndex.INFORMATION + "details/detail/";
    /** Moodle's mode of backups that somebody asks for. */
    private static final String GENERAL = "10";

    @Override
    public Fate fate(String path, Map<String, String> attributes) {
        return switch (path) {
            case BackupIndex.ACTIVITIES + "/activity", BackupIndex.SECTIONS + "/section", BackupIndex.SETTING ->
                Fate.LOOK;
            case BackupIndex.INFORMATION + "contents/course" -> Fate.DROP;
            case BackupIndex.SECTIONS ->
                plan.directories().stream().anyMatch(directory -> directory.startsWith("sections/"))
                        ? Fate.KEEP
                        : Fate.DROP;
            default -> Fate.KEEP;
        };
    }

    @Override
    public boolean keep(String path, Map<String, String> fields) {
        if (!path.equals(BackupIndex.SETTING)) {
            return plan.directories().contains(fields.get("directory"));
        }
        if ("root".equals(fields.get("level"))) {
            // a format of whole courses, which backups of activities don't offer
            return !"imscc11".equals(fields.get("name"));
        }
        return plan.hasSettingsOf(fields.getOrDefault("activity", fields.getOrDefault("section", "")));
    }

    @Override
    public String text(String path, String text) {
        return switch (path) {
            case BackupIndex.INFORMATION + "name" -> name;
            case BackupIndex.INFORMATION + "mnet_remoteusers" -> flag(remoteUsers);
            case BackupIndex.INFORMATION + "include_file_references_to_external_content" -> flag(hasReferences);
            case DETAIL + "type" -> "activity";
            case DETAIL + "mode" -> GENERAL;
            case BackupIndex.SETTING + "/name" -> {
                setting.name = text;
                yield text;
            }
            case BackupIndex.SETTING + "/value" ->
                switch (setting.name) {
                    case "filename" -> name;
                    case "badges" -> "0";
                    default -> text;
                };
            default -> text;
        };
    }

    private static String flag(boolean on) {
        return on ? "1" : "0";
    }
}
