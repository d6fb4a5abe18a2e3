package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an archive's {@code moodle_backup.xml} says of it. */
final class BackupIndex implements Choice {
    static final String NAME = "moodle_backup.xml";

    static final String INFORMATION = "moodle_backup/information/";
    static final String ACTIVITIES = INFORMATION + "contents/activities";
    static final String SECTIONS = INFORMATION + "contents/sections";
    static final String SETTING = INFORMATION + "settings/setting";

    /**
     * An activity in the archive.
     *
     * @param module such as {@code quiz}
     * @param directory such as {@code activities/quiz_39}
     */
    record Activity(long courseModule, String section, String module, String title, String directory) {}

    /** @param parent course module that it belongs to; empty for a section of the course */
    record Section(String id, String title, String directory, String parent) {}

    private final Map<String, String> information = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final List<Activity> activities = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    private BackupIndex() {}

    static BackupIndex read(InputStream document) throws IOException {
        BackupIndex index = new BackupIndex();
        DocumentFilter.read(document, index);
        return index;
    }

    @Override
    public Fate fate(String path, Map<String, String> attributes) {
        return switch (path) {
            case ACTIVITIES + "/activity", SECTIONS + "/section", SETTING -> Fate.LOOK;
            default -> Fate.KEEP;
        };
    }

    @Override
    public boolean keep(String path, Map<String, String> fields) {
        switch (path) {
            case SETTING -> {
                if ("root".equals(fields.get("level"))) {
                    settings.put(fields.getOrDefault("name", ""), fields.get("value"));
                }
            }
            case SECTIONS + "/section" ->
                sections.add(new Section(
                        fields.get("sectionid"),
                        fields.getOrDefault("title", ""),
                        fields.get("directory"),
                        fields.getOrDefault("parentcmid", "")));
            default ->
                activities.add(new Activity(
                        Ids.number(fields.get("moduleid")),
                        fields.get("sectionid"),
                        fields.get("modulename"),
                        fields.getOrDefault("title", ""),
                        fields.get("directory")));
        }
        return true;
    }

    @Override
    public String text(String path, String text) {
        if (path.startsWith(INFORMATION) && path.indexOf('/', INFORMATION.length()) < 0) {
            information.put(path.substring(INFORMATION.length()), text);
        }
        return text;
    }

    /** A field of {@code information}; empty if missing. */
    String information(String name) {
        return information.getOrDefault(name, "");
    }

    /** Whether a setting of the whole backup is on. */
    boolean on(String setting) {
        return "1".equals(settings.get(setting));
    }

    /** Whether that kind of Moodle has the setting. */
    boolean has(String setting) {
        return settings.containsKey(setting);
    }

    /** In the order of the course. */
    List<Activity> activities() {
        return activities;
    }

    List<Section> sections() {
        return sections;
    }
}
