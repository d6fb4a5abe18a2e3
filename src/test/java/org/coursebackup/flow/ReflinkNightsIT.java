package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Traffic;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.share.FileSystemCloner;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.ReflinkFileSystem;

import static org.assertj.core.api.Assertions.assertThat;

/** Two nights on a real XFS. */
class ReflinkNightsIT {
    private static final int BYTES = (20 << 20) + 17;

    @Test
    void a_second_night_takes_hardly_any_room_and_its_archive_is_what_was_copied() throws Exception {
        try (TestSite site = new TestSite(DatabaseKind.H2);
                ReflinkFileSystem xfs = ReflinkFileSystem.over(site.folder.resolve("backups"), 512)) {
            site.cloner = new FileSystemCloner();
            site.properties.setProperty("keep.last", "0");
            content(site);
            site.start();
            run(site);
            long first = xfs.used();
            run(site);

            assertThat(xfs.used() - first).isLessThan(BYTES / 20);
            List<ArchiveRow> archives = site.reader().archives(2);
            assertThat(archives).hasSize(2);
            Traffic traffic = site.reader().ofCourse(2, 1, 0).get(0).measures().traffic();
            assertThat(traffic.cloned()).isEqualTo(BYTES - 17);
            assertThat(traffic.bytesRead()).isLessThan(BYTES / 4);
            VouchedArchive read = VouchedArchive.verify(
                    Path.of(archives.get(0).location()), site.key().trusted());
            assertThat(read.verification().findings()).isEmpty();
            assertThat(read.verdict()).isEqualTo(Verdict.VOUCHED);
        }
    }

    private static void run(TestSite site) throws Exception {
        ((SettableClock) site.clock).advance(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(2L), "schedule"));
        assertThat(site.statuses()).containsEntry(2L, "1");
    }

    private static void content(TestSite site) throws Exception {
        byte[] noise = new byte[BYTES];
        new Random(5).nextBytes(noise);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(noise));
        Path place = LargeContents.place(site.moodle.site().filedir(), hash);
        Files.createDirectories(place.getParent());
        Files.write(place, noise);
        site.database.update(
                "update mdl_files set contenthash = ?, filesize = ? where id = (select min(f.id) from mdl_files f"
                        + " join mdl_context c on c.id = f.contextid where f.filename <> '.'"
                        + " and f.component = 'mod_resource'"
                        + " and c.path like (select concat(x.path, '/%') from mdl_context x where x.contextlevel = 50"
                        + " and x.instanceid = 2))",
                hash, BYTES);
    }
}
