package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.coursebackup.settings.Problem;
import org.coursebackup.settings.SettingsException;

/**
 * Where the routes come from: {@code routes/} beside the settings if it is there, otherwise the copy inside the jar.
 *
 * @param folder null for the packaged copy
 */
public record RouteFiles(Path folder) {
    /** The files that the jar carries, in the order of the flow. */
    public static final List<String> PACKAGED = List.of(
            "schedule.camel.yaml",
            "run.camel.yaml",
            "select.camel.yaml",
            "skip.camel.yaml",
            "archive.camel.yaml",
            "store.camel.yaml",
            "status.camel.yaml",
            "errors.camel.yaml",
            "notify.camel.yaml",
            "deliver.camel.yaml",
            "copy.camel.yaml",
            "report.camel.yaml");

    /** @throws SettingsException when the folder is there but holds no route file: nothing would ever run */
    public static RouteFiles in(Path settingsFolder) throws SettingsException {
        Path folder = settingsFolder.resolve("routes");
        if (!Files.isDirectory(folder)) {
            return new RouteFiles(null);
        }
        RouteFiles files = new RouteFiles(folder);
        if (files.list().isEmpty()) {
            throw new SettingsException(List.of(new Problem(
                    "routes",
                    "the folder " + folder.toAbsolutePath()
                            + " contains no *.camel.yaml or *.camel.xml, so nothing would ever run."
                            + " Remove the folder to use the packaged routes, or write them out"
                            + " with 'init' into an empty folder.")));
        }
        return files;
    }

    /** Locations for Camel, one for each file. */
    public List<String> locations() throws SettingsException {
        if (folder == null) {
            return PACKAGED.stream().map(name -> "classpath:routes/" + name).toList();
        }
        return list().stream().map(file -> "file:" + file.toAbsolutePath()).toList();
    }

    private List<Path> list() throws SettingsException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.camel.{yaml,xml}")) {
            found.forEach(files::add);
        } catch (IOException unreadable) {
            throw new SettingsException(
                    List.of(new Problem("routes", "cannot read the folder " + folder + " (" + unreadable + ").")));
        }
        Collections.sort(files);
        return files;
    }
}
