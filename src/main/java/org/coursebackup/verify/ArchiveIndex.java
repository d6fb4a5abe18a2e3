package org.coursebackup.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.coursebackup.thin.ThinArchive;

/** What {@code moodle_backup.xml} says about the archive, its contents and its settings. */
public final class ArchiveIndex implements XmlDocument.Listener {
    /** The document's name. */
    public static final String NAME = "moodle_backup.xml";

    /**
     * An item of the contents; sections and the course have no module name.
     *
     * @param kind {@code activity}, {@code section} or {@code course}
     * @param id of the course module or the section
     * @param section the id of the section that it is in, or is
     * @param parent course module that a section belongs to (subsections, since Moodle 4.5); empty for others
     * @param moduleName such as {@code quiz}
     * @param directory such as {@code activities/quiz_39}
     */
    public record Content(
            String kind, String id, String section, String parent, String moduleName, String title, String directory) {}

    private final Map<String, String> information = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final List<Content> contents = new ArrayList<>();
    private Map<String, String> record = new HashMap<>();
    private String root;

    /** Reads the document to its end, and closes it. */
    public static ArchiveIndex read(InputStream document) throws IOException {
        ArchiveIndex index = new ArchiveIndex();
        try (document) {
            XmlDocument.read(document, index);
            document.transferTo(OutputStream.nullOutputStream());
        }
        return index;
    }

    /** Reads that of an archive; empty if it has none. */
    static Optional<ArchiveIndex> in(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(ThinArchive.is(zip) ? ThinArchive.INDEX : NAME);
        return entry == null ? Optional.empty() : Optional.of(read(zip.getInputStream(entry)));
    }

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
                    String section = record.getOrDefault("sectionid", "");
                    contents.add(new Content(
                            name,
                            record.getOrDefault("moduleid", section),
                            section,
                            record.getOrDefault("parentcmid", ""),
                            record.getOrDefault("modulename", ""),
                            record.getOrDefault("title", ""),
                            record.get("directory")));
                }
            }
            default -> {}
        }
    }

    String root() {
        return root;
    }

    /** A field of {@code information}, or of {@code details/detail} if prefixed by {@code detail.}; null if missing. */
    public String information(String name) {
        return information.get(name);
    }

    /** The same; empty if missing. */
    public String text(String name) {
        return information.getOrDefault(name, "");
    }

    /** Whether a root setting is on; a restore takes a missing one as off. */
    public boolean on(String setting) {
        return "1".equals(settings.get(setting));
    }

    /** Whether that kind of Moodle has the root setting. */
    public boolean has(String setting) {
        return settings.containsKey(setting);
    }

    boolean hasSettings() {
        return !settings.isEmpty();
    }

    List<Content> contents() {
        return contents;
    }

    /** In the order of the course. */
    public List<Content> activities() {
        return contents("activity");
    }

    public List<Content> sections() {
        return contents("section");
    }

    private List<Content> contents(String kind) {
        return contents.stream().filter(content -> content.kind().equals(kind)).toList();
    }

    private static boolean isRecord(String name) {
        return switch (name) {
            case "detail", "setting", "activity", "section", "course" -> true;
            default -> false;
        };
    }
}
