package org.coursebackup.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.coursebackup.archive.ArchiveException;
import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.course.Archiver;

/** Adds a warning to each archive that has something of a component never proven equal on this site in its version. */
public final class ProvenArchiver implements Archiver {
    private final Archiver archiver;
    private final SiteComponents site;
    private final Proofs proofs;

    public ProvenArchiver(Archiver archiver, SiteComponents site, Proofs proofs) {
        this.archiver = archiver;
        this.site = site;
        this.proofs = proofs;
    }

    @Override
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part)
            throws IOException, SQLException, ArchiveException {
        ArchiveReport report = archiver.archive(courseId, name, settings, part);
        Map<String, String> versions = site.versions();
        TreeSet<String> unproven = new TreeSet<>();
        TreeSet<String> inCourse = new TreeSet<>(site.of(courseId));
        inCourse.retainAll(versions.keySet());
        proofs.of(versions).stream()
                .filter(ComponentProof::proven)
                .forEach(proof -> inCourse.remove(proof.component()));
        inCourse.forEach(component -> unproven.add(component + " " + versions.get(component)));
        return unproven.isEmpty()
                ? report
                : report.withWarnings(List.of("Never proven equal to Moodle's own archive on this site: "
                        + String.join(", ", unproven) + ". Run 'prove --course " + courseId
                        + "' on the Moodle server, or set prove.before-first-run=false."));
    }
}
