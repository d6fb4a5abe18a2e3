package org.coursebackup.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.FileServer;
import org.coursebackup.testsupport.FileServer.Kind;
import org.coursebackup.thin.ListedContent;
import org.coursebackup.thin.ThinArchive;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A site with store.layout=shared-pool whose archives, or copies of them, lie in another place, and what tests ask of
 * that place. One course has a large file.
 */
abstract class OnPoolElsewhere {
    static final long GARDEN = 2;

    @TempDir
    Path root;

    TestSite site;
    /** Null if the place is a folder. */
    FileServer server;
    /** Where the files of the place are. */
    Path there;

    LargeContents inMoodle;
    /** The SHA-1 of the large file. */
    String content;

    /** A site with the large file that is not started yet. */
    void prepare() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("store.layout", "shared-pool");
        site.properties.setProperty("verify.sample", "100");
        FileServer.logIn(site.properties);
        inMoodle = new LargeContents(site);
        content = inMoodle.put(1, GARDEN);
    }

    /** Starts a server for the place; returns its endpoint. */
    String serve(Kind kind) throws Exception {
        server = new FileServer(kind, root);
        there = server.folder();
        return server.endpoint();
    }

    @AfterEach
    void close() throws Exception {
        site.close();
        if (server != null) {
            server.close();
        }
    }

    void night() throws Exception {
        later(Duration.ofDays(1));
        site.run(new RunRequest(false, true, false, Set.of(GARDEN), "schedule"));
    }

    void nights(int count) throws Exception {
        for (int night = 0; night < count; night++) {
            night();
        }
    }

    void later(Duration time) {
        ((SettableClock) site.clock).advance(time);
    }

    /** Reads what is old enough, so long from now and after a run that does not concern the course. */
    void rereadAfter(Duration time) throws Exception {
        later(time.plusMinutes(1));
        site.run(new RunRequest(false, true, false, Set.of(3L), "schedule"));
        send("direct:reread");
    }

    void send(String route) throws Exception {
        try (ProducerTemplate producer = site.flow.context().createProducerTemplate()) {
            producer.sendBody(route, null);
        }
    }

    /** So many days without a run, whose contents are listed all the same. */
    void sweepDaily(int days) throws Exception {
        for (int day = 0; day < days; day++) {
            later(Duration.ofDays(1));
            send("direct:sweep-pool");
        }
    }

    /** Vouched for, with the pool beside it, as whoever goes there finds it. */
    void assertVouched(Path archive) throws Exception {
        assertThat(site.statuses()).containsEntry(GARDEN, "1");
        VouchedArchive read = VouchedArchive.verify(archive, site.key().trusted());
        assertThat(read.verification().findings()).isEmpty();
        assertThat(read.verdict()).as(read.sentence()).isEqualTo(Verdict.VOUCHED);
        assertThat(ManifestFile.exists(archive)).isTrue();
    }

    /** That whatever is written there from now on can be told by its time. */
    void makeAllOld() throws IOException {
        for (String each : pool()) {
            Files.setLastModifiedTime(pooled(each), FileTime.from(Instant.EPOCH));
        }
    }

    void assertOld(Iterable<String> contents) throws IOException {
        for (String each : contents) {
            assertThat(Files.getLastModifiedTime(pooled(each)).toInstant()).isEqualTo(Instant.EPOCH);
        }
    }

    /** The SHA-1 of each content that an archive without contents lists. */
    static List<String> listed(Path archive) throws IOException {
        return ThinArchive.contents(archive).stream().map(ListedContent::sha1).toList();
    }

    /** The archives in the place. */
    List<Path> thin() throws IOException {
        try (Stream<Path> files = Files.list(there)) {
            return files.filter(file -> file.toString().endsWith(".mbz.thin"))
                    .sorted()
                    .toList();
        }
    }

    /** Names of all files in the place's pool, temporary ones as well. */
    Set<String> pool() throws IOException {
        try (Stream<Path> files = Files.walk(there.resolve("pool"))) {
            return new TreeSet<>(files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("site.txt"))
                    .toList());
        }
    }

    Path pooled(String hash) {
        return LargeContents.place(there.resolve("pool"), hash);
    }
}
