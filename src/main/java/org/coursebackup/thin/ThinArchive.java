package org.coursebackup.thin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a thin archive is: a zip with all documents of a Moodle archive and {@value #LIST}, a line for each content of a
 * file that the complete archive has, in its order. {@code moodle_backup.xml} has another name in it: Moodle would
 * restore a course from it without any file, and hardly complain, whatever somebody calls it.
 */
public final class ThinArchive {
    /** After the name of the complete archive. */
    public static final String SUFFIX = ".thin";
    /** The entry that lists the contents. */
    public static final String LIST = "contents.thin";
    /** The entry that is {@code moodle_backup.xml} in the complete archive. */
    public static final String INDEX = "moodle_backup.xml" + SUFFIX;

    /** The first line of the list. */
    public static final String TITLE = "moodle-course-backup thin archive 1";

    private static final String MOODLES_INDEX = "moodle_backup.xml";

    private ThinArchive() {}

    /** Whether an archive of that name is thin. */
    public static boolean named(String fileName) {
        return fileName.endsWith(".mbz" + SUFFIX);
    }

    /** The name of the complete archive. */
    public static String wholeName(String fileName) {
        return named(fileName) ? fileName.substring(0, fileName.length() - SUFFIX.length()) : fileName;
    }

    /** The name that an entry has in the complete archive. */
    public static String wholeEntry(String entry) {
        return entry.equals(INDEX) ? MOODLES_INDEX : entry;
    }

    /** Whether a zip is a thin archive, whatever its name. */
    public static boolean is(ZipFile zip) {
        return zip.getEntry(LIST) != null || zip.getEntry(INDEX) != null;
    }

    /** The same of a file; false for one that can't be read as a zip. */
    public static boolean is(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return is(zip);
        } catch (IOException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** The contents that a thin archive refers to, in the order of the complete archive. */
    public static List<ListedContent> contents(Path archive) throws IOException {
        List<ListedContent> contents = new ArrayList<>();
        contents(archive, contents::add);
        return contents;
    }

    /**
     * The same, one by one.
     *
     * @throws IOException if it is no thin archive, or its list can't be read to its end
     */
    public static void contents(Path archive, Consumer<ListedContent> each) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            contents(zip, each);
        } catch (IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }

    /** The same of an open zip. */
    public static void contents(ZipFile zip, Consumer<ListedContent> each) throws IOException {
        ZipEntry list = zip.getEntry(LIST);
        if (list == null) {
            throw new IOException("it has no list of contents (" + LIST + ")");
        }
        CheckedInputStream bytes = new CheckedInputStream(zip.getInputStream(list), new CRC32());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.US_ASCII))) {
            if (!TITLE.equals(lines.readLine())) {
                throw new IOException("its list of contents was made by a later version of this program, or damaged");
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                each.accept(ListedContent.of(line));
            }
            if (bytes.getChecksum().getValue() != list.getCrc()) {
                throw new IOException("its list of contents is damaged: checksum mismatch");
            }
        } catch (IllegalArgumentException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }
}
