package org.coursebackup.export;

import java.util.Map;

/**
 * Turns the {@code moodle_backup.xml} of a course into that of the activity. Badges are said to be left out, as they
 * are.
 */
final class CutIndex implements Choice {
    private static final String INFORMATION = "moodle_backup/information/";
    private static final String ACTIVITY = INFORMATION + "contents/activities/activity";
    private static final String SECTIONS = INFORMATION + "contents/sections";
    private static final String SECTION = SECTIONS + "/section";
    private static final String SETTING = INFORMATION + "settings/setting";
    private static final String DETAIL = INFORMATION + "details/detail/";
    /** Moodle's mode of backups that somebody asks for. */
    private static final String GENERAL = "10";

    private final CutPlan plan;
    private final String name;
    private final boolean remoteUsers;
    private final boolean hasReferences;
    /** The setting that is being read. */
    private String setting = "";

    /**
     * @param name of the new archive
     * @param hasReferences whether a file in it is an alias
     */
    CutIndex(CutPlan plan, String name, boolean remoteUsers, boolean hasReferences) {
        this.plan = plan;
        this.name = name;
        this.remoteUsers = remoteUsers;
        this.hasReferences = hasReferences;
    }

    @Override
    public Fate fate(String path, Map<String, String> attributes) {
        return switch (path) {
            case ACTIVITY, SECTION, SETTING -> Fate.LOOK;
            case INFORMATION + "contents/course" -> Fate.DROP;
            case SECTIONS ->
                plan.directories().stream().anyMatch(directory -> directory.startsWith("sections/"))
                        ? Fate.KEEP
                        : Fate.DROP;
            default -> Fate.KEEP;
        };
    }

    @Override
    public boolean keep(String path, Map<String, String> fields) {
        if (!path.equals(SETTING)) {
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
            case INFORMATION + "name" -> name;
            case INFORMATION + "mnet_remoteusers" -> flag(remoteUsers);
            case INFORMATION + "include_file_references_to_external_content" -> flag(hasReferences);
            case DETAIL + "type" -> "activity";
            case DETAIL + "mode" -> GENERAL;
            case SETTING + "/name" -> {
                setting = text;
                yield text;
            }
            case SETTING + "/value" ->
                switch (setting) {
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
