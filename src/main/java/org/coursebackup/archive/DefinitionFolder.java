package org.coursebackup.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

import org.coursebackup.archive.definition.Definitions;

/**
 * The definitions in force: the program's own and those in the site's folder. They are read again after 'describe' has
 * run, so that nobody has to restart the program for it. Thread-safe.
 */
final class DefinitionFolder {
    private final Path folder;
    private volatile Read current;

    /**
     * The definitions as read.
     *
     * @param described the site that the generated ones were made for
     * @param problems why newer definitions are not in force; empty if these are the newest
     * @param sign the state of {@link DefinitionFiles#VERSIONS} when they were read
     */
    record Read(
            Definitions definitions,
            UnreadContent completeness,
            DescribedSite described,
            List<String> problems,
            String sign) {
        private static Read of(Definitions definitions, DescribedSite described, String sign) {
            return new Read(definitions, new UnreadContent(definitions), described, List.of(), sign);
        }
    }

    /**
     * @param folder the site's folder; null or missing means none
     * @throws IOException if files can't be read
     */
    DefinitionFolder(Path folder) throws IOException {
        this.folder = folder;
        String sign = sign();
        current = Read.of(readAll(), describedSite(), sign);
    }

    /** The definitions in force now; checks one file for changes. */
    Read read() {
        String sign = sign();
        Read known = current;
        return sign.equals(known.sign) ? known : readAgain(sign);
    }

    private synchronized Read readAgain(String sign) {
        if (!sign.equals(current.sign)) {
            try {
                current = Read.of(readAll(), describedSite(), sign);
            } catch (IOException unreadable) {
                // the sign stays the old one, so that the next course tries again
                return new Read(
                        current.definitions,
                        current.completeness,
                        current.described,
                        List.of("The definitions in " + folder + " were written anew and can't be read ("
                                + unreadable.getMessage()
                                + "), so the former ones were used. Let the program's user read them."),
                        current.sign);
            }
        }
        return current;
    }

    private DescribedSite describedSite() throws IOException {
        return DescribedSite.read(folder == null ? null : folder.resolve(DefinitionFiles.GENERATED));
    }

    private Definitions readAll() throws IOException {
        return Definitions.read(
                DefinitionFiles.own(), DefinitionFiles.described(folder), DefinitionFiles.added(folder));
    }

    /** Changes whenever the file is replaced; empty if there is none. */
    private String sign() {
        if (folder == null) {
            return "";
        }
        try {
            BasicFileAttributes file = Files.readAttributes(
                    folder.resolve(DefinitionFiles.GENERATED).resolve(DefinitionFiles.VERSIONS),
                    BasicFileAttributes.class);
            return file.lastModifiedTime() + " " + file.fileKey() + " " + file.size();
        } catch (IOException none) {
            return "";
        }
    }
}
