package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

import org.coursebackup.flow.Pools;
import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.settings.Settings;
import org.coursebackup.settings.SettingsException;
import org.coursebackup.settings.SettingsLoader;
import org.coursebackup.store.ArchiveNames;
import org.coursebackup.store.ArchivePlaces;

/** The archive that somebody means who gives a file, a file's name in the target folder, or a course's id. */
final class NamedArchive {
    private NamedArchive() {}

    /** @throws ParameterException if there is no such archive on this machine; says where those of the course are */
    static Path find(String words, CommandSpec spec) throws SettingsException, IOException {
        Path file = Path.of(words);
        if (Files.isRegularFile(file)) {
            return file;
        }
        Settings settings = SettingsLoader.load();
        Path target = settings.target().directory();
        if (Files.isRegularFile(target.resolve(file))) {
            return target.resolve(file);
        }
        if (!words.matches("\\d{1,18}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "There is no file " + words + ", neither here nor in " + target + ". 'archives' lists them.");
        }
        return newest(Long.parseLong(words), settings, spec);
    }

    private static Path newest(long course, Settings settings, CommandSpec spec) throws IOException {
        List<ArchiveRow> known;
        try (Pools pools = new Pools(settings)) {
            new History(pools.history());
            known = new HistoryReader(pools.history())
                    .archives(course).stream()
                            .filter(row -> row.removed() == null && row.damaged() == null)
                            .toList();
        }
        for (ArchiveRow row : known) {
            Optional<Path> here = ArchivePlaces.path(row.location()).filter(Files::isRegularFile);
            if (here.isPresent()) {
                return here.get();
            }
        }
        Path target = settings.target().directory();
        for (String name : new ArchiveNames(target).of(course)) {
            return target.resolve(name);
        }
        throw new ParameterException(
                spec.commandLine(),
                known.isEmpty()
                        ? "Course " + course + " has no good archive. 'status' says why; 'run --course " + course
                                + "' makes one."
                        : "Course " + course + " has no archive on this machine. Fetch one: "
                                + String.join(
                                        ", ",
                                        known.stream().map(ArchiveRow::location).toList()));
    }
}
