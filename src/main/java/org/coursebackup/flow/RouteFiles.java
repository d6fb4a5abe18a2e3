package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.coursebackup.settings.Problem;
import org.coursebackup.settings.SettingsException;

import static java.util.Map.entry;

/**
 * Where the routes come from: {@code routes/} next to the settings if it exists, otherwise the copy inside the jar.
 *
 * @param folder null for the packaged copy
 */
public record RouteFiles(Path folder) {
    /** The files inside the jar, in the order of the flow. */
    public static final List<String> PACKAGED = List.of(
            "10-schedule.camel.yaml",
            "20-run.camel.yaml",
            "25-select.camel.yaml",
            "30-course.camel.yaml",
            "40-skip.camel.yaml",
            "50-archive.camel.yaml",
            "52-unchanged.camel.yaml",
            "53-pool.camel.yaml",
            "55-prove.camel.yaml",
            "56-reread.camel.yaml",
            "57-drill.camel.yaml",
            "60-verify.camel.yaml",
            "62-encrypt.camel.yaml",
            "65-publish.camel.yaml",
            "66-manifest.camel.yaml",
            "70-status.camel.yaml",
            "75-afterwards.camel.yaml",
            "80-notify.camel.yaml",
            "82-deliver.camel.yaml",
            "84-copy.camel.yaml",
            "86-tidy.camel.yaml",
            "87-sweep.camel.yaml",
            "90-report.camel.yaml",
            "99-errors.camel.yaml");

    /** Names of files before they were numbered, and where their content is now. */
    static final Map<String, String> FORMER = Map.ofEntries(
            entry("schedule.camel.yaml", "10-schedule.camel.yaml"),
            entry("run.camel.yaml", "20-run.camel.yaml"),
            entry("select.camel.yaml", "25-select.camel.yaml and 30-course.camel.yaml"),
            entry("skip.camel.yaml", "40-skip.camel.yaml"),
            entry("archive.camel.yaml", "50-archive.camel.yaml"),
            entry("store.camel.yaml", "60-verify.camel.yaml, 65-publish.camel.yaml and 75-afterwards.camel.yaml"),
            entry("status.camel.yaml", "70-status.camel.yaml"),
            entry("notify.camel.yaml", "80-notify.camel.yaml"),
            entry("deliver.camel.yaml", "82-deliver.camel.yaml"),
            entry("copy.camel.yaml", "84-copy.camel.yaml"),
            entry("report.camel.yaml", "90-report.camel.yaml"),
            entry("errors.camel.yaml", "99-errors.camel.yaml, 20-run.camel.yaml and 70-status.camel.yaml"));

    /**
     * @throws SettingsException if the folder exists but has no route file, so that nothing would ever run, or has
     *     files under former names: an edited one must neither be ignored nor run alongside its successor
     */
    public static RouteFiles in(Path settingsFolder) throws SettingsException {
        Path folder = settingsFolder.resolve("routes");
        if (!Files.isDirectory(folder)) {
            return new RouteFiles(null);
        }
        RouteFiles files = new RouteFiles(folder);
        List<Path> found = files.list();
        if (found.isEmpty()) {
            throw new SettingsException(List.of(new Problem(
                    "routes",
                    "the folder " + folder.toAbsolutePath()
                            + " contains no *.camel.yaml or *.camel.xml, so nothing would ever run."
                            + " Remove the folder to use the packaged routes, or write them out"
                            + " with 'init' into an empty folder.")));
        }
        List<Problem> former = found.stream()
                .map(file -> file.getFileName().toString())
                .filter(FORMER::containsKey)
                .map(name -> new Problem("routes/" + name, renamed(name)))
                .toList();
        if (!former.isEmpty()) {
            throw new SettingsException(former);
        }
        return files;
    }

    private static String renamed(String name) {
        return "the file of that name became " + FORMER.get(name) + ", and the stages no longer call each other."
                + " If you never edited a route file, remove the folder: the packaged routes are used then. Otherwise"
                + " write the new files with 'init' into an empty folder, take them over, make your changes there and"
                + " remove this one. A file of your own needs another name.";
    }

    /** Locations for Camel, one for each file. */
    public List<String> locations() throws SettingsException {
        if (folder == null) {
            return PACKAGED.stream().map(name -> "classpath:routes/" + name).toList();
        }
        return list().stream().map(file -> "file:" + file.toAbsolutePath()).toList();
    }

    /** The files themselves; empty for the packaged copy. */
    List<Path> files() throws SettingsException {
        return folder == null ? List.of() : list();
    }

    /** Names of files in the folder whose ending is not that of a route file, so that they are not read. */
    public List<String> unread() throws SettingsException {
        if (folder == null) {
            return List.of();
        }
        List<Path> read = list();
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> !read.contains(file) && Files.isRegularFile(file))
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
    }

    private SettingsException unreadable(IOException why) {
        return new SettingsException(
                List.of(new Problem("routes", "cannot read the folder " + folder + " (" + why + ").")));
    }

    private List<Path> list() throws SettingsException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.camel.{yaml,xml}")) {
            found.forEach(files::add);
        } catch (IOException unreadable) {
            throw unreadable(unreadable);
        }
        Collections.sort(files);
        return files;
    }
}
