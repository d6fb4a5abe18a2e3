package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.testsupport.FileServer;
import org.coursebackup.testsupport.FileServer.Kind;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process killed while the contents of a thin archive are on their way: under temporary names, or under their own.
 */
class KilledWhilePoolingIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "50-archive.camel.yaml, '- bean: {ref: archiver, method: write}', true",
        "53-pool.camel.yaml, '- bean: {ref: pool, method: place}', false"
    })
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_next_run_takes_away_what_has_no_name_and_uses_what_has_one(String file, String step, boolean temporary)
            throws Exception {
        KilledProgram program = new KilledProgram(folder, Map.of("store.layout", "shared-pool"));
        Path backups = program.demo.backups();
        assertThat(program.route(file)).content().containsOnlyOnce(step + "\n");

        program.killAfter(file, step, "--course", "2");
        List<String> left = files(backups.resolve("pool"));
        assertThat(left).isNotEmpty().allMatch(name -> name.startsWith(".part-") == temporary);
        assertThat(archives(backups)).isEmpty();

        String said = program.run("--course", "2");

        assertThat(archives(backups)).as(() -> said).hasSize(1);
        assertThat(new VerifyArchive().verify(archives(backups).get(0)).findings())
                .isEmpty();
        assertThat(files(backups.resolve("pool"))).noneMatch(name -> name.startsWith("."));
        assertThat(files(backups)).noneMatch(name -> name.endsWith(".part"));
        if (!temporary) {
            assertThat(files(backups.resolve("pool"))).containsExactlyElementsOf(left);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "backup.target, 50-archive.camel.yaml, '- bean: {ref: archiver, method: write}'",
        "backup.target, 53-pool.camel.yaml, '- bean: {ref: pool, method: place}'",
        "backup.second-target, 84-copy.camel.yaml, '- bean: {ref: copies, method: open}'"
    })
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_server_has_contents_without_their_archive_after_a_kill_and_never_an_archive_without_them(
            String target, String file, String step) throws Exception {
        try (FileServer server = new FileServer(Kind.SFTP, Files.createDirectory(folder.resolve("server")))) {
            KilledProgram program = new KilledProgram(
                    folder,
                    Map.of(
                            "store.layout",
                            "shared-pool",
                            target,
                            server.endpoint(),
                            "backup.second-target.user",
                            "backup",
                            "backup.second-target.password",
                            FileServer.PASSWORD));
            boolean sent = !file.startsWith("50");

            program.killAfter(file, step, "--course", "2");
            assertThat(archives(server.folder())).isEmpty();
            assertThat(Files.exists(server.folder().resolve("pool"))).isEqualTo(sent);
            List<String> left = sent ? files(server.folder().resolve("pool")) : List.of();

            String said = program.run("--course", "3");
            said += program.run("--course", "2");

            assertThat(archives(server.folder())).as(said).isNotEmpty();
            for (Path archive : archives(server.folder())) {
                assertThat(new VerifyArchive().verify(archive).findings()).isEmpty();
            }
            assertThat(files(server.folder().resolve("pool")))
                    .containsAll(left)
                    .noneMatch(name -> name.startsWith("part-"));
            assertThat(files(program.demo.backups())).noneMatch(name -> name.startsWith(".part"));
        }
    }

    private static List<Path> archives(Path backups) throws IOException {
        try (Stream<Path> files = Files.list(backups)) {
            return files.filter(file -> file.toString().endsWith(".mbz.thin")).toList();
        }
    }

    private static List<String> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
