package org.coursebackup.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.archive.ArchiveReport;
import org.coursebackup.course.CourseWork;
import org.coursebackup.course.ManifestStep;
import org.coursebackup.encrypt.Recipients;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.settings.LockSettings;
import org.coursebackup.settings.Secret;
import org.coursebackup.settings.TargetSettings;
import org.coursebackup.settings.TargetSettings.Storage;
import org.coursebackup.verify.ArchiveNotGoodException;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.ReadBack;
import org.coursebackup.verify.SampleArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/** The real route files of two stages, with the real endpoints. */
class VerifyAndPublishTest {
    /** As long as a name can get, and with what Camel might take for an expression. */
    private static final String NAME = "backup-moodle2-course-7-${body}" + "x".repeat(180) + "-20261123-0305.mbz";

    /** In place of the bean that announces the archive in the history. */
    public static final class NoHistory {
        public void announced(Exchange exchange) {
            assertThat(exchange.getVariable(ReadBack.VERIFICATION)).isNotNull();
        }
    }

    @TempDir
    Path folder;

    private Path target;
    private DefaultCamelContext camel;
    private ManifestKey key;

    @BeforeEach
    void startRoutes() throws Exception {
        target = Files.createDirectory(folder.resolve("target"));
        camel = new DefaultCamelContext();
        camel.getRegistry().bind("readBack", new ReadBack());
        key = new ManifestKey(folder.resolve("data/manifest.key"));
        camel.getRegistry()
                .bind(
                        "manifest",
                        new ManifestStep(
                                new TargetSettings(
                                        target,
                                        "file:" + target,
                                        Storage.DIRECTORY,
                                        "",
                                        new Secret(""),
                                        null,
                                        key.file(),
                                        LockSettings.NONE,
                                        LockSettings.NONE,
                                        Recipients.NONE),
                                key,
                                Clock.systemUTC()));
        camel.getRegistry().bind("target", new Target(target));
        camel.getRegistry().bind("outcome", new NoHistory());
        Map<String, String> settings = Map.of(
                "backup.storage",
                "directory",
                "flow.target",
                "file",
                "backup.target",
                "file:" + target + "?fileExist=Fail&tempPrefix=.publishing-"
                        + "&copyAndDeleteOnRenameFail=false&autoCreate=false");
        settings.forEach(camel.getPropertiesComponent()::addInitialProperty);
        for (String file : List.of("60-verify", "65-publish", "66-manifest", "99-errors")) {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromBytes(
                            file + ".camel.yaml", Files.readAllBytes(Path.of("routes", file + ".camel.yaml"))));
        }
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:store").to("direct:verify").to("direct:publish");
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
        assertThat(files()).containsExactly(NAME, NAME + ManifestFile.SUFFIX);
        assertThat(target.resolve(NAME)).hasBinaryContent(archive);
        VouchedArchive vouched = VouchedArchive.verify(target.resolve(NAME), key.trusted());
        assertThat(vouched.verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(vouched.manifest().course().id()).isEqualTo(7);
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
            assertThat(files())
                    .contains(NAME + ".part")
                    .allMatch(file -> file.endsWith(".part"))
                    .doesNotContain(NAME + ManifestFile.SUFFIX);
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
    void a_large_file_and_a_large_document_are_checked_too() throws IOException {
        byte[] video = new byte[3_000_000];
        new Random(7).nextBytes(video);
        SampleArchive archive = new SampleArchive().poolFile(video);
        archive.entries.put(
                "activities/page_31/page.xml",
                ("<activity><intro>" + "x".repeat(2_000_000) + "</intro></activity>")
                        .getBytes(StandardCharsets.US_ASCII));

        Exchange good = store(archive.zip(), Set.of());
        assertThat(good.getException()).isNull();
        assertThat(VouchedArchive.verify(target.resolve(NAME), key.trusted()).verdict())
                .isEqualTo(Verdict.VOUCHED);
        assertThat(good.getVariable(ReadBack.VERIFICATION, ArchiveVerification.class)
                        .entries())
                .isEqualTo(archive.entries.size());

        byte[] damaged = archive.zip();
        damaged[damaged.length / 2] ^= 1;
        assertThat(store(damaged, Set.of()).getException())
                .isInstanceOf(ArchiveNotGoodException.class)
                .hasMessageContaining("content does not match its name");
    }

    /** A zip that camel-zipfile cannot split is a finding, and so is what is missing after it. */
    @Test
    void a_broken_document_is_a_finding_and_not_an_unforeseen_failure() {
        byte[] archive = new SampleArchive().zip();
        int users = new String(archive, StandardCharsets.ISO_8859_1).indexOf("users.xml") + "users.xml".length();
        Arrays.fill(archive, users, users + 20, (byte) 0xff);

        assertThat(store(archive, Set.of()).getException())
                .isInstanceOf(ArchiveNotGoodException.class)
                .hasMessageContaining("can't be read")
                .hasMessageContaining("not published");
    }

    private Exchange store(byte[] archive, Set<String> knownMissing) {
        Path part = SampleArchive.write(target.resolve(NAME + ".part"), archive);
        CourseWork work = new CourseWork(1, Map.of("courseid", 7), Instant.EPOCH);
        work.writeTo(part, NAME);
        work.written(new ArchiveReport(7, 1, 1, 1, Map.of(), Map.of(), List.of(), Set.of(), knownMissing));
        return camel.createFluentProducerTemplate()
                .to("direct:store")
                .withProcessor(exchange -> {
                    exchange.getIn().setBody(Map.of("courseid", 7));
                    exchange.setVariable(CourseWork.VARIABLE, work);
                })
                .send();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(target)) {
            return found.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
