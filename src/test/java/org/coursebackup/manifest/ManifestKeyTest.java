package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ManifestKeyTest {
    @TempDir
    Path folder;

    @Test
    void it_is_made_when_it_is_first_needed_and_only_its_owner_can_read_it() throws IOException {
        Path file = folder.resolve("data/manifest.key");
        ManifestKey key = new ManifestKey(file);
        key.trusted();
        assertThat(file).doesNotExist();

        key.sign(new byte[1]);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(new ManifestKey(file).publicKey()).isEqualTo(key.publicKey());
        assertThat(key.trusted().contains(key.publicKey())).isTrue();
    }

    @Test
    void one_that_others_can_read_is_told_with_its_remedy() throws IOException {
        ManifestKey key = new ManifestKey(folder.resolve("manifest.key"));
        assertThat(key.trouble()).isEmpty();
        assertThat(key.file()).doesNotExist();
        key.sign(new byte[1]);
        assertThat(key.trouble()).isEmpty();

        Files.setPosixFilePermissions(key.file(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(key.trouble().orElseThrow()).contains("other users").contains("chmod 600");

        Files.writeString(key.file(), "nothing");
        assertThat(new ManifestKey(key.file()).trouble().orElseThrow()).contains("not an Ed25519 key", "status 4");
    }

    @Test
    void those_who_need_it_first_at_the_same_time_get_the_same() throws Exception {
        Set<String> keys = new ConcurrentSkipListSet<>();
        var pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Boolean> first =
                    () -> keys.add(TrustedKeys.text(new ManifestKey(folder.resolve("manifest.key")).publicKey()));
            for (var done : pool.invokeAll(Stream.generate(() -> first).limit(8).toList())) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(keys).hasSize(1);
    }

    @Test
    void one_whose_making_was_killed_before_it_was_written_is_made_anew() throws IOException {
        Path file = folder.resolve("manifest.key");
        new ManifestKey(folder.resolve("other/manifest.key")).sign(new byte[1]);
        Files.copy(folder.resolve("other/manifest.pub"), folder.resolve("manifest.pub"));
        Files.createFile(file);

        ManifestKey key = new ManifestKey(file);

        assertThat(key.publicKey()).isEqualTo(TrustedKeys.read(key.publicFile()));
    }

    @Test
    void what_is_no_key_and_a_public_key_of_another_are_told_with_a_remedy() throws IOException {
        Path file = Files.writeString(folder.resolve("manifest.key"), "secret\n");
        assertThatThrownBy(() -> new ManifestKey(file).sign(new byte[1]))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("not an Ed25519 key")
                .hasMessageContaining("Put back");

        Files.delete(file);
        ManifestKey key = new ManifestKey(file);
        key.sign(new byte[1]);
        new ManifestKey(folder.resolve("other/manifest.key")).sign(new byte[1]);
        Files.copy(
                folder.resolve("other/manifest.pub"),
                key.publicFile(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> new ManifestKey(file).sign(new byte[1])).hasMessageContaining("not its public key");

        Files.delete(key.publicFile());
        assertThatThrownBy(() -> new ManifestKey(file).sign(new byte[1]))
                .hasMessageContaining("openssl pkey -in " + file + " -pubout");
    }
}
