package org.coursebackup.flow;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;

import org.coursebackup.archive.CourseArchiver;
import org.coursebackup.settings.Settings;
import org.coursebackup.thin.WholeArchive;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** Thin archives beside complete ones: nobody takes one for the other, and one can be made of the other. */
class ThinAndCompleteTest extends OnPooledSite {
    @Test
    void nobody_can_take_a_thin_archive_for_a_complete_one() throws Exception {
        Path thin = newest(GARDEN);
        Path renamed = thin.resolveSibling("renamed.mbz");
        Files.copy(thin, renamed);

        try (ZipFile zip = new ZipFile(thin.toFile())) {
            assertThat(zip.getEntry("moodle_backup.xml"))
                    .as("by which Moodle knows a backup")
                    .isNull();
        }
        assertThat(new VerifyArchive().verify(renamed).errors()).anyMatch(error -> error.contains("thin archive"));
    }

    @Test
    void a_complete_archive_made_of_it_has_the_entries_of_one_that_was_made_whole() throws Exception {
        Path whole = elsewhere.resolve("whole.mbz");
        WholeArchive.write(newest(GARDEN), whole);
        Path again = elsewhere.resolve("again.mbz");
        WholeArchive.write(newest(GARDEN), again);
        assertThat(again).hasSameBinaryContentAs(whole);
        assertThat(new VerifyArchive().verify(whole).findings()).isEmpty();
        site.properties.setProperty("store.layout", "archives");
        site.start();
        site.run(request(GARDEN));
        Path made = newest(GARDEN);
        assertThat(made.getFileName().toString()).endsWith(".mbz");

        Map<String, String> entries = hashes(made);
        Map<String, String> assembled = hashes(whole);
        assertThat(assembled.keySet()).isEqualTo(entries.keySet());
        // it has the archive's name, and an id that no other has
        entries.remove("moodle_backup.xml");
        assembled.remove("moodle_backup.xml");
        assertThat(assembled).isEqualTo(entries);
        assertThat(names(whole)).isEqualTo(names(made));
    }

    @Test
    void an_archive_that_is_made_whole_as_moodles_own_backup_makes_it_stays_so() throws Exception {
        Settings settings = site.settings();
        site.archiver = (course, name, what, part, reference) -> new CourseArchiver(
                        site.pools.content(), settings.moodle().site(), null, site.clock)
                .archive(course, name, what, part, reference);
        site.start();
        night(GARDEN);

        assertThat(archive(GARDEN).fileName()).endsWith(".mbz");
        assertThat(newest(GARDEN)).exists();
        assertGood(GARDEN);
    }

    @Test
    void retention_removes_thin_archives_and_those_of_before() throws Exception {
        site.properties.setProperty("keep.last", "2");
        site.properties.setProperty("store.layout", "archives");
        site.start();
        night(GARDEN);
        site.properties.setProperty("store.layout", "shared-pool");
        site.start();
        night(GARDEN);
        assertThat(site.manifests()).hasSize(2).anyMatch(name -> name.endsWith(".mbz"));
        night(GARDEN);

        assertThat(site.manifests()).hasSize(2).allMatch(name -> name.endsWith(".mbz.thin"));
        assertThat(site.archives()).hasSize(3).contains("pool");
    }

    private static Map<String, String> hashes(Path archive) throws Exception {
        Map<String, String> hashes = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    hashes.put(
                            entry.getName(),
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(in.readAllBytes())));
                }
            }
        }
        return hashes;
    }

    private static List<String> names(Path archive) throws Exception {
        List<String> names = new ArrayList<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            zip.stream().forEach(entry -> names.add(entry.getName()));
        }
        return names;
    }
}
