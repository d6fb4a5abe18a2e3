package org.coursebackup.export;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A file as an archive's files.xml lists it, without folders.
 *
 * @param context Moodle's id of the context that it belongs to
 * @param owner component and file area, such as {@code mod_folder/content}
 * @param path folder and name
 * @param content SHA-1 of its content
 */
record ListedFile(long context, String owner, String path, long bytes, String content) {
    /** Shows each file with the key of its place, one by one. */
    static void each(EntryReader archive, BiConsumer<String, ListedFile> taker) throws IOException {
        archive.read("files.xml", new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                return path.equals("files/file") ? Fate.LOOK : Fate.KEEP;
            }

            @Override
            public boolean keep(String path, Map<String, String> file) {
                if (!".".equals(file.get("filename"))) {
                    String owner = file.get("component") + "/" + file.get("filearea");
                    String name = file.get("filepath") + file.get("filename");
                    taker.accept(
                            file.get("contextid") + " " + owner + " " + file.get("itemid") + " " + name,
                            new ListedFile(
                                    Ids.number(file.get("contextid")),
                                    owner,
                                    name,
                                    Ids.number(file.get("filesize")),
                                    file.getOrDefault("contenthash", "")));
                }
                return false;
            }
        });
    }

    /** All of them, in the order of the list. */
    static Map<String, ListedFile> byPlace(EntryReader archive) throws IOException {
        Map<String, ListedFile> files = new LinkedHashMap<>();
        each(archive, files::put);
        return files;
    }
}
