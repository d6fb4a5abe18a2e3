package org.coursebackup.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds definition files, inside the program and in a site's own folder. */
public final class DefinitionFiles {
    /** Folder of described definitions below the site's own. */
    public static final String GENERATED = "generated";

    private static final String OWN = "moodle2";

    private DefinitionFiles() {}

    /** The program's own definitions, by path. */
    public static Map<String, String> own() throws IOException {
        try {
            URI uri = DefinitionFiles.class
                    .getResource("/" + OWN + "/fragments.yaml")
                    .toURI();
            if (!uri.getScheme().equals("jar")) {
                return below(Path.of(uri).getParent());
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return below(jar.getPath(OWN));
            } catch (FileSystemAlreadyExistsException e) {
                return below(FileSystems.getFileSystem(uri).getPath(OWN));
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    /** The definitions in a site's folder, by the path as the administrator knows it. */
    static Map<String, String> added(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        below(folder).forEach((file, text) -> {
            if (!file.startsWith(GENERATED + "/")) {
                texts.put(folder.resolve(file).toString(), text);
            }
        });
        return texts;
    }

    /** The definitions that the site's own code described, in a folder of their own below the site's. */
    static Map<String, String> described(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (folder != null) {
            below(folder.resolve(GENERATED))
                    .forEach((file, text) -> texts.put("definitions/" + GENERATED + "/" + file, text));
        }
        return texts;
    }

    /** Every YAML file below a folder, by path relative to it; none when the folder is null or missing. */
    static Map<String, String> below(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        if (folder == null || !Files.isDirectory(folder)) {
            return texts;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".yaml")).forEach(file -> {
                try {
                    // a wrong byte shall cost a character, not the start of the program
                    texts.put(
                            folder.relativize(file).toString(),
                            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return texts;
    }
}
