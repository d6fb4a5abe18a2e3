package org.coursebackup.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import org.coursebackup.flow.RouteFiles;
import org.coursebackup.settings.PackagedSettings;
import org.coursebackup.settings.Problem;
import org.coursebackup.settings.SettingsException;

/** Writes out the files that an administrator may edit. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Writes application.properties and routes/ into an empty folder.",
        footer = {"", "Examples:", "  init", "  init /etc/moodle-course-backup/live"})
final class InitCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            description = "Where to; the working directory by default.",
            defaultValue = ".")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        Path routes = folder.resolve("routes");
        for (Path existing : List.of(folder.resolve("application.properties"), routes)) {
            if (Files.exists(existing)) {
                throw new SettingsException(List.of(new Problem(
                        "init",
                        existing.toAbsolutePath().normalize()
                                + " already exists and was left unchanged. Choose another folder, or move it away.")));
            }
        }
        Files.createDirectories(routes);
        for (String name : RouteFiles.PACKAGED) {
            copy(name, routes.resolve(name));
        }
        Path settings = folder.resolve("application.properties");
        if (settings.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // passwords will be written into it
            Files.createFile(
                    settings, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(settings, PackagedSettings.text());
        System.out.println("Wrote application.properties and routes/ into "
                + folder.toAbsolutePath().normalize() + ". Fill in the essential keys, then run 'check' there.");
        return 0;
    }

    private static void copy(String name, Path to) throws IOException {
        try (InputStream in = InitCommand.class.getResourceAsStream("/routes/" + name)) {
            Files.copy(in, to);
        }
    }
}
