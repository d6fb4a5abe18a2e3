package org.coursebackup.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Map;

import org.coursebackup.archive.ArchiveZip;
import org.coursebackup.archive.text.MoodleXml;
import org.coursebackup.export.ArchiveEntries.Entry;
import org.coursebackup.verify.ArchiveIndex;
import org.coursebackup.verify.ArchiveIndex.Content;

/**
 * Cuts one activity out of the archive of a course: an archive as Moodle makes one of the activity alone, in which its
 * own documents are those of the course's archive, byte for byte, and the shared ones have what these refer to.
 *
 * <p>Moodle puts two documents of the course into such archives that don't belong to the activity: {@code badges.xml}
 * and {@code completion.xml}. Restoring one would give the course all of its badges once more, and another course the
 * first one's completion, so they are left out. Users of xAPI states are listed, which Moodle forgets.
 */
final class ActivityCut {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");

    private final EntryReader archive;
    private final ArchiveIndex index;
    private final CutPlan plan;

    /** @throws NoSuchActivityException if the archive has no such activity */
    ActivityCut(ArchiveEntries entries, long courseModule) throws IOException {
        archive = new EntryReader(entries);
        index = ArchiveIndex.read(archive.open(ArchiveIndex.NAME));
        plan = CutPlan.of(index, courseModule);
    }

    Content activity() {
        return plan.activity();
    }

    /** As Moodle names backups of activities (backup_plan_dbops). */
    String fileName(ZoneId zone) {
        String id = plan.activity().id();
        String flags = !index.on("users") ? "-nu" : index.on("anonymize") ? "-an" : "";
        return "backup-moodle2-activity-" + id + "-" + plan.activity().moduleName() + id + "-"
                + MINUTE.format(begun().atZone(zone)) + flags + (index.on("files") ? "" : "-nf") + ".mbz";
    }

    /** When the archive was begun. */
    Instant begun() {
        return Instant.ofEpochSecond(Ids.number(index.text("backup_date")));
    }

    /** @param name of the new archive, which stands in it, too */
    void write(String name, ArchiveZip zip) throws IOException {
        CutReferences references = new CutReferences(archive, index, plan);
        for (Entry entry : archive.all()) {
            References changed = references.changed().get(entry.name());
            if (plan.has(entry.name()) && changed == null) {
                try (InputStream in = archive.open(entry.name());
                        OutputStream out = zip.entry(entry.name(), true)) {
                    in.transferTo(out);
                }
            }
        }
        for (Map.Entry<String, References> inforef : references.changed().entrySet()) {
            write(inforef.getValue(), zip.entry(inforef.getKey(), true));
        }
        for (String document : CutReferences.documents()) {
            boolean ofGradebook = document.startsWith("grade");
            if (archive.has(document) && (!ofGradebook || references.gradebook())) {
                DocumentFilter.copy(
                        archive.open(document), zip.entry(document, true), SharedDocument.choice(document, references));
            }
        }
        SharedDocument.Files files = new SharedDocument.Files(references);
        DocumentFilter.copy(archive.open("files.xml"), zip.entry("files.xml", true), files);
        contents(files, zip);
        DocumentFilter.copy(
                archive.open(ArchiveIndex.NAME),
                zip.entry(ArchiveIndex.NAME, true),
                new CutIndex(plan, name, references.remoteUsers(), files.hasReferences()));
    }

    private void contents(SharedDocument.Files files, ArchiveZip zip) throws IOException {
        for (Entry entry : archive.all()) {
            if (entry.name().startsWith("files/")
                    && files.hashes()
                            .contains(entry.name().substring(entry.name().lastIndexOf('/') + 1))) {
                try (InputStream in = archive.open(entry.name());
                        OutputStream out = entry.compressed()
                                ? zip.entry(entry.name(), true)
                                : zip.stored(entry.name(), entry.bytes())) {
                    in.transferTo(out);
                }
            }
        }
    }

    private static void write(References references, OutputStream out) throws IOException {
        try (MoodleXml xml = new MoodleXml(out, null)) {
            xml.open("inforef");
            for (Map.Entry<String, Ids> item : references.listed().entrySet()) {
                xml.open(item.getKey() + "ref");
                for (Iterator<Long> ids = item.getValue().iterator(); ids.hasNext(); ) {
                    xml.open(item.getKey())
                            .field("id", Long.toString(ids.next()))
                            .close(item.getKey());
                }
                xml.close(item.getKey() + "ref");
            }
            xml.close("inforef");
        }
    }
}
