package org.coursebackup.archive.definition;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows that are files of a folder which a plugin keeps in Moodle's data folder, outside the pool.
 *
 * @param path below the data folder; fields of rows around stand in braces
 * @param names of files in it, in order; {@code NAME/*} are all in a folder, as they come
 * @param text fields of a file with text (attributes begin with {@code @}): {@code {path}}, {@code {name}},
 *     {@code {text}}, {@code {base64}} or as is
 * @param binary the same for other files; empty if all are text
 * @param endings of names of files that are not text, in lower case
 * @param bytes that no text has
 * @param within how many bytes from the start of a file are looked at; -1 for all
 */
public record FolderRows(
        String path,
        List<String> names,
        Map<String, String> text,
        Map<String, String> binary,
        Set<String> endings,
        BitSet bytes,
        int within) {
    /** Begins the name of a field that is an attribute. */
    public static final String ATTRIBUTE = "@";

    /** All keys about such rows. */
    static final List<String> KEYS =
            List.of("folder", "names", "text", "binary", "binary-endings", "binary-bytes", "binary-within");

    private static final Pattern FIELD = Pattern.compile("\\{([\\w/]+)}");

    static FolderRows read(Map<String, Yaml> keys) {
        Yaml folder = keys.get("folder");
        if (!keys.containsKey("names") || !keys.containsKey("text")) {
            throw folder.problem("'names' (which files) and 'text' (the fields of each) are needed as well.");
        }
        String path = folder.text();
        List<String> names = keys.get("names").words();
        if (path.startsWith("/") || path.contains("..") || names.stream().anyMatch(FolderRows::leaves)) {
            throw folder.problem("Folder and names lie below Moodle's data folder, so none begins with a slash or has"
                    + " '..' in it.");
        }
        return new FolderRows(
                path,
                names,
                fields(keys.get("text")),
                keys.containsKey("binary") ? fields(keys.get("binary")) : Map.of(),
                ElementReader.words(keys, "binary-endings"),
                bytes(keys.get("binary-bytes")),
                keys.containsKey("binary-within") ? number(keys.get("binary-within")) : -1);
    }

    private static boolean leaves(String name) {
        return name.startsWith("/")
                || name.contains("..")
                || name.replaceFirst("/\\*$", "").contains("*");
    }

    private static Map<String, String> fields(Yaml yaml) {
        Map<String, String> fields = new LinkedHashMap<>();
        yaml.map().forEach((field, value) -> fields.put(field, value.text()));
        return fields;
    }

    private static BitSet bytes(Yaml yaml) {
        BitSet bytes = new BitSet(256);
        if (yaml != null) {
            for (String word : yaml.words()) {
                if (!word.matches("\\d{1,3}(-\\d{1,3})?")) {
                    throw yaml.problem("'" + word + "' is no number of a byte, and no two with a hyphen between them.");
                }
                String[] ends = word.split("-");
                bytes.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
            }
        }
        return bytes;
    }

    private static int number(Yaml yaml) {
        if (!yaml.text().matches("-?\\d{1,9}")) {
            throw yaml.problem("'" + yaml.text() + "' is no number of bytes.");
        }
        return Integer.parseInt(yaml.text());
    }

    /** The fields of rows around that are in the path. */
    public List<String> references() {
        List<String> fields = new ArrayList<>();
        Matcher matcher = FIELD.matcher(path);
        while (matcher.find()) {
            fields.add(matcher.group(1));
        }
        return fields;
    }

    /** The beginning of the path that is the same for all rows, without a slash at the end. */
    public String root() {
        int brace = path.indexOf('{');
        String fixed = brace < 0 ? path : path.substring(0, brace);
        int slash = fixed.lastIndexOf('/');
        return brace < 0 ? fixed : slash < 0 ? "" : fixed.substring(0, slash);
    }

    /** Whether a file is none with text. */
    public boolean isBinary(String name, byte[] content) {
        if (binary.isEmpty()) {
            return false;
        }
        String file = name.substring(name.lastIndexOf('/') + 1);
        int point = file.lastIndexOf('.');
        if (point >= 0 && endings.contains(file.substring(point + 1).toLowerCase(Locale.ROOT))) {
            return true;
        }
        int end = within < 0 ? content.length : Math.min(within, content.length);
        for (int i = 0; i < end; i++) {
            if (bytes.get(content[i] & 0xff)) {
                return true;
            }
        }
        return false;
    }
}
