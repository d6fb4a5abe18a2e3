package org.coursebackup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.coursebackup.archive.definition.FolderRows;

/**
 * Files that plugins keep in Moodle's data folder, outside the pool. Nothing outside the data folder is read, whatever
 * rows and links in it say. What can't be read is left out and becomes a warning.
 */
final class DataFolder {
    /** Files larger than this, in bytes, are left out with a warning: they would have to fit into memory. */
    private static final long LARGEST = 64L * 1024 * 1024;

    private final Path dataroot;
    private final Set<String> warnings = new TreeSet<>();

    DataFolder(Path dataroot) {
        this.dataroot = dataroot;
    }

    /** Receives the fields of one file, in order. */
    interface FileHandler {
        void file(Map<String, String> fields) throws IOException;
    }

    /** What could not be read, and what to do about it. */
    Set<String> warnings() {
        return warnings;
    }

    /**
     * Hands on the files of one row, one after the other.
     *
     * @param element name of the element, for messages
     */
    void read(String element, FolderRows rows, RowValues row, FileHandler handler) throws IOException {
        Path root = dataroot.resolve(rows.root());
        if (!Files.isDirectory(root) || !Files.isReadable(root)) {
            warnings.add("The folder " + root + ", where a plugin keeps the files of <" + element + ">, is missing or"
                    + " can't be read, so they are not in the archive. Mount Moodle's data folder on this machine and"
                    + " let the program's user read it; if the plugin never kept a file, make the folder.");
            return;
        }
        String path = rows.path();
        for (String field : rows.references()) {
            String value = row.value(field);
            if (value == null || !value.matches("[A-Za-z0-9_-]+")) {
                warnings.add("Files of <" + element + "> were not looked for in " + root + ", since the row's '" + field
                        + "' is no name of a folder.");
                return;
            }
            path = path.replace("{" + field + "}", value);
        }
        Path folder = dataroot.resolve(path);
        for (String name : rows.names()) {
            for (String inside : name.endsWith("/*") ? listed(folder, name) : List.of(name)) {
                Path file = folder.resolve(inside);
                if (Files.exists(file)) {
                    read(rows, inside, file, handler);
                }
            }
        }
    }

    /** Names in a folder, in the order in which the file system gives them, as PHP gets them, too. */
    private List<String> listed(Path folder, String pattern) {
        String inside = pattern.substring(0, pattern.length() - 1);
        Path list = folder.resolve(inside);
        List<String> names = new ArrayList<>();
        if (!Files.exists(list)) {
            return names;
        }
        if (!within(list)) {
            warnings.add(list + " leads out of Moodle's data folder, so its files are not in the archive.");
            return names;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(list)) {
            files.forEach(file -> names.add(inside + file.getFileName()));
        } catch (IOException | RuntimeException unreadable) {
            warnings.add("The files in " + list + " are not in the archive, since the folder can't be read ("
                    + unreadable.getMessage() + "). Let the program's user read it.");
        }
        return names;
    }

    private void read(FolderRows rows, String inside, Path file, FileHandler handler) throws IOException {
        byte[] content;
        try {
            if (!within(file) || !Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                warnings.add("The file " + file + " is not in the archive, since it is no usual file in Moodle's data"
                        + " folder, or has more than " + LARGEST + " bytes.");
                return;
            }
            content = Files.readAllBytes(file);
        } catch (IOException | InvalidPathException unreadable) {
            warnings.add("The file " + file + " is not in the archive, since it can't be read ("
                    + unreadable.getMessage() + "). Let the program's user read it.");
            return;
        }
        boolean binary = rows.isBinary(inside, content);
        Map<String, String> fields = new LinkedHashMap<>();
        (binary ? rows.binary() : rows.text())
                .forEach((field, value) -> fields.put(field, value(value, inside, content, file)));
        handler.file(fields);
    }

    private boolean within(Path file) {
        try {
            return file.toRealPath().startsWith(dataroot.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }

    private String value(String rule, String path, byte[] content, Path file) {
        return switch (rule) {
            case "{text}" -> text(content, file);
            case "{base64}" -> Base64.getEncoder().encodeToString(content);
            default -> rule.replace("{path}", path).replace("{name}", path.substring(path.lastIndexOf('/') + 1));
        };
    }

    /** Text that is no UTF-8 becomes empty when Moodle writes it into XML, so that nothing of it could be restored. */
    private String text(byte[] content, Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            warnings.add(
                    "The text of the file " + file + " is not in the archive, as it would not be in Moodle's own: it"
                            + " is not in UTF-8. Have it saved in UTF-8.");
            return "";
        }
    }
}
