package org.coursebackup.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

import org.springframework.util.FileSystemUtils;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.compare.ArchiveComparison;
import org.coursebackup.compare.Comparison;
import org.coursebackup.course.Archiver;

/**
 * Compares our archive of a course with one made by the site's own code at the same time. If they differ, ours is made
 * once more: if the course changed meanwhile the difference means nothing, and everything is done again.
 */
public final class CourseProof {
    private static final int ATTEMPTS = 3;
    private static final String NAME = "proof.mbz";

    private final Archiver ours;
    private final Theirs theirs;
    private final ArchiveSettings settings;
    private final Path scratch;

    /** Makes Moodle's archive of a course in an empty folder. */
    @FunctionalInterface
    interface Theirs {
        Path make(long courseId, ArchiveSettings settings, Path folder)
                throws IOException, ProofException, InterruptedException;

        /** @throws ProofException if the comparison has to be given up */
        default void mayGoOn() throws ProofException {}
    }

    /** @param scratch folder for both archives during the comparison; needs room for four of them */
    public CourseProof(Archiver ours, MoodleBackup moodle, ArchiveSettings settings, Path scratch) {
        this(ours, (Theirs) moodle, settings, scratch);
    }

    CourseProof(Archiver ours, Theirs theirs, ArchiveSettings settings, Path scratch) {
        this.ours = ours;
        this.theirs = theirs;
        this.settings = settings;
        this.scratch = scratch;
    }

    /** @throws ProofException if there is nothing to compare with, or the course kept changing */
    public Comparison prove(long courseId)
            throws ProofException, IOException, SQLException, ArchiveException, InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Path folder = Files.createTempDirectory(scratch, ".spool-prove-");
            try {
                Comparison comparison = compare(courseId, folder);
                if (comparison != null) {
                    return comparison;
                }
            } finally {
                FileSystemUtils.deleteRecursively(folder);
            }
        }
        throw new ProofException(
                "The course changed during each of " + ATTEMPTS + " comparisons; try again when it is quieter.");
    }

    /** Null if the course changed meanwhile. */
    private Comparison compare(long courseId, Path folder)
            throws ProofException, IOException, SQLException, ArchiveException, InterruptedException {
        Path before = folder.resolve("before.mbz");
        theirs.mayGoOn();
        ours.archive(courseId, NAME, settings, before);
        theirs.mayGoOn();
        Path moodle = theirs.make(courseId, settings, Files.createDirectory(folder.resolve("moodle")));
        ArchiveComparison comparison = new ArchiveComparison(folder);
        Comparison result = comparison.compare(moodle, before);
        if (result.equal()) {
            return result;
        }
        theirs.mayGoOn();
        Path after = folder.resolve("after.mbz");
        ours.archive(courseId, NAME, settings, after);
        return comparison.compare(before, after).equal() ? result : null;
    }
}
