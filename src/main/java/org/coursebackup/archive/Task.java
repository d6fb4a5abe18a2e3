package org.coursebackup.archive;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** One step of Moodle's backup plan: the course, a section, an activity, a block, or the end. */
final class Task implements RowValues {
    enum Kind {
        COURSE,
        SECTION,
        ACTIVITY,
        BLOCK,
        FINAL
    }

    final Kind kind;
    /** Folder in the archive with a slash at the end; empty for the final task. */
    final String directory;

    final long contextId;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, IdSet> notes = new LinkedHashMap<>();

    Task(Kind kind, String directory, long contextId) {
        this.kind = kind;
        this.directory = directory;
        this.contextId = contextId;
        with("context", contextId);
    }

    Task with(String name, Object value) {
        values.put(name, value == null ? null : value.toString());
        return this;
    }

    @Override
    public String value(String name) {
        return values.get(name);
    }

    long id(String name) {
        String value = values.get(name);
        return value == null ? 0 : Long.parseLong(value);
    }

    String module() {
        return values.get("module");
    }

    void note(String item, long id) {
        notes.computeIfAbsent(item, i -> new IdSet()).add(id);
    }

    /** The ids noted under an item; never null. */
    IdSet noted(String item) {
        return notes.getOrDefault(item, new IdSet());
    }

    @Override
    public String toString() {
        return directory.isEmpty() ? "the archive's root" : directory;
    }
}
