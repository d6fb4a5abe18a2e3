package org.coursebackup.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.springframework.util.FileSystemUtils;

import org.coursebackup.thin.ThinArchive;
import org.coursebackup.thin.WholeArchive;

/** Restores one archive and compares what Moodle then has with what the archive has. */
final class ArchiveDrill {
    private static final String USERS = "users.xml: users/user";
    private static final String CONTENTS = "files.xml: contents of files in the archive";

    private final DrillMoodle moodle;
    private final Path scratch;

    /** @param scratch folder for working files during the drill; needs room for three archives */
    ArchiveDrill(DrillMoodle moodle, Path scratch) {
        this.moodle = moodle;
        this.scratch = scratch;
    }

    /**
     * @param incomplete whether it is known to lack contents of files, which are then not expected
     * @throws DrillException if it can't be restored, or was not tried
     */
    DrillResult drill(Path archive, boolean incomplete) throws IOException, DrillException, InterruptedException {
        Path folder = Files.createTempDirectory(scratch, ".spool-drill-");
        try {
            ArchiveRows expected;
            Path whole;
            try {
                whole = whole(archive, folder);
                expected = ArchiveRows.of(whole, KnownDifferences.packaged(), folder);
            } catch (IOException unreadable) {
                throw DrillException.failed(String.valueOf(unreadable.getMessage()));
            }
            DrillMoodle.Restored restored = moodle.restore(whole, Files.createDirectory(folder.resolve("moodle")));
            ArchiveRows found = ArchiveRows.of(restored.backup(), KnownDifferences.NONE, folder);
            return compare(expected, found, restored, incomplete);
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    /** Moodle restores complete archives only. */
    private static Path whole(Path archive, Path folder) throws IOException {
        String name = archive.getFileName().toString();
        if (!ThinArchive.named(name)) {
            return archive;
        }
        Path whole = folder.resolve(ThinArchive.wholeName(name));
        WholeArchive.write(archive, whole);
        return whole;
    }

    private static DrillResult compare(
            ArchiveRows expected, ArchiveRows found, DrillMoodle.Restored restored, boolean incomplete) {
        List<String> notes = new ArrayList<>(restored.notes());
        Map<String, RowCount> wanted = new TreeMap<>(expected.counts());
        Map<String, RowCount> there = new HashMap<>(found.counts());
        if (restored.users().isPresent()) {
            there.put(USERS, new RowCount(USERS, restored.users().getAsLong(), 0));
        } else {
            wanted.remove(USERS);
        }
        boolean lenient = incomplete && expected.lacking() > 0;
        if (lenient) {
            notes.add("The archive is known to lack contents of files (" + expected.lacking()
                    + "); whether the others came back was not counted.");
        }
        List<Difference> differences = new ArrayList<>();
        if (expected.lacking() > 0 && !lenient) {
            differences.add(new Difference(CONTENTS, expected.files(), expected.files() - expected.lacking()));
        }
        long rows = 0;
        for (RowCount row : wanted.values()) {
            RowCount back = there.getOrDefault(row.kind(), new RowCount(row.kind(), 0, 0));
            boolean fewer = back.rows() < row.rows();
            boolean others = back.rows() == row.rows() && back.contents() != row.contents();
            if ((fewer || others) && !(lenient && row.kind().startsWith("files.xml: "))) {
                differences.add(new Difference(row.kind(), row.rows(), back.rows()));
            }
            rows += Math.min(row.rows(), back.rows());
        }
        return new DrillResult(rows, differences, notes);
    }
}
