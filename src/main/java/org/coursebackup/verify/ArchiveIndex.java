package org.coursebackup.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code moodle_backup.xml} says about the archive, its contents and its settings. */
final class ArchiveIndex implements XmlDocument.Listener {
    /** An item of the contents; sections and the course have no module name. */
    record Content(String kind, String moduleName, String directory) {}

    private final Map<String, String> information = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final List<Content> contents = new ArrayList<>();
    private Map<String, String> record = new HashMap<>();
    private String root;

    @Override
    public void start(int depth, String name, String id) {
        if (depth == 0) {
            root = name;
        }
        if (isRecord(name)) {
            record = new HashMap<>();
        }
    }

    @Override
    public void leaf(int depth, String name, String text) {
        if (depth == 2) {
            information.put(name, text);
        }
        record.put(name, text);
    }

    @Override
    public void end(int depth, String name) {
        switch (name) {
            case "detail" -> record.forEach((key, value) -> information.put("detail." + key, value));
            case "setting" -> {
                if ("root".equals(record.get("level"))) {
                    settings.put(record.getOrDefault("name", ""), record.get("value"));
                }
            }
            case "activity", "section", "course" -> {
                if (record.containsKey("directory")) {
                    contents.add(new Content(name, record.getOrDefault("modulename", ""), record.get("directory")));
                }
            }
            default -> {}
        }
    }

    String root() {
        return root;
    }

    /** A field of {@code information}, or of {@code details/detail} if prefixed by {@code detail.}; null if missing. */
    String information(String name) {
        return information.get(name);
    }

    /** Whether a root setting is on; a restore takes a missing one as off. */
    boolean on(String setting) {
        return "1".equals(settings.get(setting));
    }

    boolean hasSettings() {
        return !settings.isEmpty();
    }

    List<Content> contents() {
        return contents;
    }

    private static boolean isRecord(String name) {
        return switch (name) {
            case "detail", "setting", "activity", "section", "course" -> true;
            default -> false;
        };
    }
}
