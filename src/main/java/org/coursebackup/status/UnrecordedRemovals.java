package org.coursebackup.status;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coursebackup.history.History;
import org.coursebackup.history.HistoryReader;
import org.coursebackup.manifest.ManifestFile;

/**
 * Old archives that are gone from the target folder and that the history still has: their process was killed after it
 * had removed them. Only those count whose course has a newer one in the folder, since retention removes no others;
 * what is missing otherwise is a loss, and stays to be seen.
 */
final class UnrecordedRemovals {
    private final Path target;
    private final History history;
    private final HistoryReader reader;

    UnrecordedRemovals(Path target, History history, HistoryReader reader) {
        this.target = target.toAbsolutePath().normalize();
        this.history = history;
        this.reader = reader;
    }

    /**
     * Records them as removed, and removes manifests that they left. The folder is listed once, however many archives
     * there are.
     *
     * @return how many
     */
    int record(Instant now) throws IOException {
        Set<String> present;
        try (Stream<Path> files = Files.list(target)) {
            present = files.map(Path::toString).collect(Collectors.toSet());
        }
        String folder = target + File.separator;
        List<String> gone = new ArrayList<>();
        long[] courseWithNewer = {-1};
        reader.eachArchive(archive -> {
            if (present.contains(archive.location())) {
                courseWithNewer[0] = archive.courseId();
            } else if (courseWithNewer[0] == archive.courseId()
                    && archive.location().startsWith(folder)) {
                gone.add(archive.location());
            }
        });
        for (String location : gone) {
            ManifestFile.remove(Path.of(location));
            history.archives().removed(location, now);
        }
        return gone.size();
    }
}
