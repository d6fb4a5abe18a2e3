package org.coursebackup.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.ArchiveSettings;
import org.coursebackup.verify.ArchiveNotGoodException;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.ReadBack;
import org.coursebackup.verify.SampleArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/** The beans of this package in a route of the shape that their Javadoc shows, with the real endpoints. */
class StoreRouteTest {
    /** As long as a name gets, and with what Camel might take for an expression. */
    private static final String NAME = ArchiveName.of(
                    7,
                    "${body}" + "x".repeat(300),
                    Instant.parse("2026-11-23T03:05:00Z"),
                    ZoneOffset.UTC,
                    ArchiveSettings.everything())
            .fileName();

    @TempDir
    Path folder;

    private Path target;
    private Path spool;
    private int mostSpooled;
    private long mostSpooledBytes;
    private DefaultCamelContext camel;

    @BeforeEach
    void startRoute() throws Exception {
        target = Files.createDirectory(folder.resolve("target"));
        spool = Files.createDirectory(folder.resolve("spool"));
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("readBack", new ReadBack());
        camel.getRegistry().bind("target", new Target(target));
        camel.getStreamCachingStrategy().setSpoolEnabled(true);
        camel.getStreamCachingStrategy().setSpoolThreshold(1_000);
        camel.getStreamCachingStrategy().setSpoolDirectory(spool.toFile());
        camel.setStreamCaching(true);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                Processor countSpooled = exchange -> {
                    mostSpooled = Math.max(mostSpooled, spooled());
                    mostSpooledBytes = Math.max(mostSpooledBytes, spooledBytes());
                };
                from("direct:store")
                        .bean("readBack", "begin(${variable.part}, ${variable.missing})")
                        .split(method("readBack", "entries"))
                        .streaming()
                        .stopOnException()
                        .bean("readBack", "entry")
                        .process(countSpooled)
                        .end()
                        .bean("readBack", "end")
                        .bean("target", "ready(${variable.part}, ${variable.name})")
                        .setHeader(Exchange.FILE_NAME, variable("name"))
                        .setHeader("CamelFileLocalWorkPath", variable("part"))
                        .process(e -> e.getIn().setBody(new File(e.getVariable("part", String.class))))
                        .to("file:" + target
                                + "?fileExist=Fail&tempPrefix=.publishing-"
                                + "&copyAndDeleteOnRenameFail=false&autoCreate=false")
                        .bean("target", "published(${variable.part}, ${variable.name})");
            }
        });
        camel.start();
    }

    @AfterEach
    void stopRoute() {
        camel.stop();
    }

    @Test
    void a_good_archive_is_read_back_and_published_whole() throws IOException {
        byte[] archive = new SampleArchive().zip();

        Exchange done = store(archive, Set.of());

        assertThat(done.getException()).isNull();
        assertThat(done.getVariable(ReadBack.VERIFICATION, ArchiveVerification.class)
                        .findings())
                .isEmpty();
        assertThat(done.getVariable(ReadBack.WARNINGS)).asInstanceOf(LIST).isEmpty();
        assertThat(files()).containsExactly(NAME);
        assertThat(target.resolve(NAME)).hasBinaryContent(archive);
        assertThat(spooled()).isZero();
    }

    @Test
    void a_file_known_to_be_missing_is_a_warning() {
        Exchange done = store(
                new SampleArchive().without(SampleArchive.PICTURE_ENTRY).zip(), Set.of(SampleArchive.PICTURE_HASH));

        assertThat(done.getException()).isNull();
        assertThat(done.getVariable(ReadBack.WARNINGS))
                .asInstanceOf(LIST)
                .singleElement()
                .asString()
                .contains(SampleArchive.PICTURE_HASH);
    }

    @Test
    void a_bad_archive_is_not_published() throws IOException {
        byte[] archive = new SampleArchive().zip();
        byte[] flipped = archive.clone();
        flipped[archive.length / 3] ^= 16;
        byte[] cut = Arrays.copyOf(archive, archive.length - 300);
        for (byte[] bad :
                List.of(flipped, cut, new SampleArchive().without("files.xml").zip(), new byte[0])) {
            Exchange done = store(bad, Set.of());

            assertThat(done.getException())
                    .isInstanceOf(ArchiveNotGoodException.class)
                    .hasMessageContaining("not published");
            assertThat(files()).containsExactly(NAME + ".part");
            assertThat(spooled()).isZero();
        }
    }

    @Test
    void an_archive_that_is_there_is_not_overwritten() throws IOException {
        Files.writeString(target.resolve(NAME), "precious");

        Exchange done = store(new SampleArchive().zip(), Set.of());

        assertThat(done.getException()).isInstanceOf(TargetException.class).hasMessageContaining("not overwritten");
        assertThat(target.resolve(NAME)).hasContent("precious");
    }

    @Test
    void no_more_than_two_entries_are_kept_while_reading_back() {
        SampleArchive archive = new SampleArchive();
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] content = new byte[5_000];
            random.nextBytes(content);
            archive.poolFile(content);
        }

        assertThat(store(archive.zip(), Set.of()).getException()).isNull();
        assertThat(mostSpooled).isPositive().isLessThanOrEqualTo(3);
    }

    @Test
    void a_large_file_is_checked_without_being_written_to_disk_again() {
        byte[] video = new byte[3_000_000];
        new Random(7).nextBytes(video);
        SampleArchive archive = new SampleArchive().poolFile(video);

        Exchange good = store(archive.zip(), Set.of());
        assertThat(good.getException()).isNull();
        assertThat(good.getVariable(ReadBack.VERIFICATION, ArchiveVerification.class)
                        .entries())
                .isEqualTo(archive.entries.size());

        byte[] damaged = archive.zip();
        damaged[damaged.length / 2] ^= 1;
        assertThat(store(damaged, Set.of()).getException())
                .isInstanceOf(ArchiveNotGoodException.class)
                .hasMessageContaining("content does not match its name");
        assertThat(mostSpooledBytes).isLessThan(100_000);
    }

    private Exchange store(byte[] archive, Set<String> knownMissing) {
        Path part = SampleArchive.write(target.resolve(NAME + ".part"), archive);
        return camel.createFluentProducerTemplate()
                .to("direct:store")
                .withProcessor(exchange -> {
                    exchange.getIn().setBody(Map.of("courseid", 7));
                    exchange.setVariable("part", part.toString());
                    exchange.setVariable("name", NAME);
                    exchange.setVariable("missing", knownMissing);
                })
                .send();
    }

    private int spooled() throws IOException {
        try (Stream<Path> found = Files.walk(spool)) {
            return (int) found.filter(Files::isRegularFile).count();
        }
    }

    private long spooledBytes() throws IOException {
        try (Stream<Path> found = Files.walk(spool)) {
            return found.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(target)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
