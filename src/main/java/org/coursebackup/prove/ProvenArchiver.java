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
import org.coursebackup.archive.Reference;
import org.coursebackup.course.Archiver;

/**
 * Adds a warning to each archive with something of a component that should have been proven on this site in its version
 * but was not. An archive that Moodle's own backup made needs no proof.
 */
public final class ProvenArchiver implements Archiver {
    private final Archiver archiver;
    private final SiteComponents site;
    private final Proofs proofs;
    private final ProofNeed need;

    public ProvenArchiver(Archiver archiver, SiteComponents site, Proofs proofs, ProofNeed need) {
        this.archiver = archiver;
        this.site = site;
        this.proofs = proofs;
        this.need = need;
    }

    @Override
    public ArchiveReport archive(long courseId, String name, ArchiveSettings settings, Path part, Reference reference)
            throws IOException, SQLException, ArchiveException {
        ArchiveReport report = archiver.archive(courseId, name, settings, part, reference);
        if (report.moodlesOwn()) {
            return report;
        }
        List<String> unproven = unproven(courseId);
        // what was proven when the archive was made may no longer be
        return report.unchanged() && !unproven.isEmpty()
                ? archiver.archive(courseId, name, settings, part).withWarnings(unproven)
                : report.withWarnings(unproven);
    }

    private List<String> unproven(long courseId) {
        ProofNeed.Need now = need.now();
        if (now.nothing()) {
            return List.of();
        }
        Map<String, String> versions = site.versions();
        TreeSet<String> open = new TreeSet<>(site.of(courseId));
        open.retainAll(versions.keySet());
        open.removeIf(component -> !now.components().test(component));
        if (!open.isEmpty()) {
            proofs.of(versions).stream()
                    .filter(ComponentProof::proven)
                    .forEach(proof -> open.remove(proof.component()));
        }
        return open.isEmpty()
                ? List.of()
                : List.of("Never proven equal to Moodle's own archive on this site: "
                        + Few.of(open.stream()
                                .map(component -> component + " " + versions.get(component))
                                .toList())
                        + ". " + now.why() + " " + now.remedy());
    }
}
