package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.history.ArchiveRow;
import org.coursebackup.history.Traffic;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A site with store.layout=shared-pool of which one course, with a large file, has been backed up for one night, and
 * what tests ask of its archives and pool.
 */
abstract class OnPooledSite {
    static final long GARDEN = 2;
    static final long BAKERY = 3;
    static final int LARGE = LargeContents.BYTES;

    @TempDir
    Path elsewhere;

    TestSite site;
    LargeContents inMoodle;
    /** The SHA-1 of the large file. */
    String content;

    @BeforeEach
    void firstNight() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("store.layout", "shared-pool");
        site.properties.setProperty("keep.last", "0");
        inMoodle = new LargeContents(site);
        content = inMoodle.put(1, GARDEN);
        site.start();
        night(GARDEN);
    }

    @AfterEach
    void close() {
        site.close();
    }

    void night(long course) throws Exception {
        later(Duration.ofDays(1));
        site.run(request(course));
    }

    void later(Duration time) {
        ((SettableClock) site.clock).advance(time);
    }

    static RunRequest request(long course) {
        return new RunRequest(false, true, false, Set.of(course), "schedule");
    }

    void assertGood(long course) throws Exception {
        assertThat(site.statuses()).containsEntry(course, "1");
        VouchedArchive read = VouchedArchive.verify(newest(course), site.key().trusted());
        assertThat(read.verification().findings()).isEmpty();
        assertThat(read.verdict()).as(read.sentence()).isEqualTo(Verdict.VOUCHED);
        assertThat(read.sha256()).isEqualTo(archive(course).sha256());
        assertThat(read.digest()).isEqualTo(archive(course).digest());
        assertThat(parts()).isEmpty();
    }

    List<ArchiveRow> archives(long course) {
        return site.reader().archives(course);
    }

    ArchiveRow archive(long course) {
        return archives(course).get(0);
    }

    Path newest(long course) {
        return Path.of(archive(course).location());
    }

    Traffic traffic(long course) {
        return site.reader().ofCourse(course, 1, 0).get(0).measures().traffic();
    }

    /** Bytes that were read besides the archive's own documents. */
    long readOfContents() throws IOException {
        long documents;
        try (ZipFile zip = new ZipFile(newest(GARDEN).toFile())) {
            documents = zip.stream().mapToLong(ZipEntry::getSize).sum();
        }
        return traffic(GARDEN).bytesRead() - documents;
    }

    /** Names of all files in the pool, temporary ones as well. */
    Set<String> pool() throws IOException {
        try (Stream<Path> files = Files.walk(site.folder.resolve("backups/pool"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList());
        }
    }

    List<String> parts() throws IOException {
        return pool().stream().filter(name -> name.startsWith(".part-")).toList();
    }

    Path pooled(String hash) {
        return LargeContents.place(site.folder.resolve("backups/pool"), hash);
    }

    Path aside(String hash) {
        return pooled(hash).resolveSibling(hash + ".damaged");
    }
}
