package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.testsupport.FileServer;
import org.coursebackup.testsupport.FileServer.Kind;
import org.coursebackup.thin.PoolFolder;
import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code export} makes of archives that lie on real servers only. */
class ServerExportIT extends OnDemoSite {
    private FileServer server;
    private Path to;

    private void backedUp(Kind kind, String layout) throws Exception {
        to = Files.createDirectory(folder.resolve("exported"));
        server = new FileServer(kind, Files.createDirectory(folder.resolve("server")));
        System.setProperty("store.layout", layout);
        System.setProperty("backup.target", server.endpoint());
        System.setProperty("backup.second-target.user", "backup");
        System.setProperty("backup.second-target.password", FileServer.PASSWORD);
        assertThat(commands.run("--course", "2")).isZero();
        assertThat(commands.backups()).filteredOn(name -> name.endsWith(".mbz")).isEmpty();
    }

    @AfterEach
    void stop() throws Exception {
        for (String key : List.of("backup.target", "backup.second-target.user", "backup.second-target.password")) {
            System.clearProperty(key);
        }
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"SFTP,shared-pool", "FTP,shared-pool", "S3,shared-pool", "SFTP,archives", "S3,archives"})
    void the_complete_archive_is_written(Kind kind, String layout) throws Exception {
        backedUp(kind, layout);

        assertThat(commands.saidBy("export", "2", "--to", to.toString()))
                .contains("it is what was made, by its hash in the history");

        assertThat(exported()).singleElement().satisfies(file -> {
            assertThat(file.toString()).endsWith(".mbz");
            assertThat(new VerifyArchive().verify(file).findings()).isEmpty();
        });
    }

    @Test
    void nothing_is_written_of_one_with_a_wrong_content() throws Exception {
        backedUp(Kind.SFTP, "shared-pool");
        Path thin;
        try (Stream<Path> files = Files.list(server.folder())) {
            thin = files.filter(file -> file.toString().endsWith(".mbz.thin"))
                    .findFirst()
                    .orElseThrow();
        }
        String content = ThinArchive.contents(thin).get(0).sha1();
        Path wrong = PoolFolder.beside(thin).path(content);
        byte[] bytes = Files.readAllBytes(wrong);
        bytes[0] ^= 1;
        Files.write(wrong, bytes);

        assertThat(commands.execute("export", "2", "--to", to.toString())).isEqualTo(1);
        assertThat(exported()).isEmpty();
    }

    private List<Path> exported() throws IOException {
        try (Stream<Path> files = Files.list(to)) {
            return files.toList();
        }
    }
}
