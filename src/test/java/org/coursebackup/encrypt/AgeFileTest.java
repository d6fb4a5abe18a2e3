package org.coursebackup.encrypt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.AgeKeys;
import org.coursebackup.verify.Sha256;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Files in age's format, also with the stock tool where it is installed. */
class AgeFileTest {
    @TempDir
    Path folder;

    private AgeKeys ours;
    private Path encrypted;
    private Path decrypted;

    @BeforeEach
    void makeKeys() throws Exception {
        ours = AgeKeys.in(folder, "key.txt");
        encrypted = folder.resolve("a.mbz.age");
        decrypted = folder.resolve("decrypted");
    }

    @Test
    void what_is_encrypted_can_be_decrypted_whatever_its_length() throws Exception {
        for (int length : List.of(0, 1, 65_535, 65_536, 65_537, 131_072, 3_000_000)) {
            Path plain = plain(length);

            AgeFile.Written written = AgeFile.encrypt(plain, encrypted, Recipients.of(ours.recipient(), folder));
            AgeFile.decrypt(encrypted, decrypted, ours.identity());

            assertThat(decrypted).hasSameBinaryContentAs(plain);
            assertThat(written.bytes()).isEqualTo(Files.size(encrypted)).isGreaterThan(length);
            assertThat(written.sha256()).isEqualTo(Sha256.of(encrypted));
            assertThat(written.plainSha256()).isEqualTo(Sha256.of(plain));
        }
    }

    @Test
    void the_stock_tool_opens_it_with_any_of_the_keys() throws Exception {
        assumeTrue(run("age", "--version") == 0, "age is not installed here, so it was not tried");
        AgeKeys second = AgeKeys.in(folder, "second.txt");
        Path list = Files.write(
                folder.resolve("recipients"), List.of("# two of us", ours.recipient(), "", second.recipient()));

        for (int length : List.of(1, 65_536, 3_000_001)) {
            Path plain = plain(length);
            AgeFile.encrypt(plain, encrypted, Recipients.of(list.toString(), folder));
            for (AgeKeys key : List.of(ours, second)) {
                Files.deleteIfExists(decrypted);
                assertThat(run(
                                "age",
                                "-d",
                                "-i",
                                key.identity().toString(),
                                "-o",
                                decrypted.toString(),
                                encrypted.toString()))
                        .isZero();
                assertThat(decrypted).hasSameBinaryContentAs(plain);
            }
        }
    }

    @Test
    void what_the_stock_tool_encrypted_can_be_decrypted() throws Exception {
        assumeTrue(run("age", "--version") == 0, "age is not installed here, so it was not tried");
        Path plain = plain(200_000);
        assertThat(run("age", "-r", ours.recipient(), "-o", encrypted.toString(), plain.toString()))
                .isZero();

        AgeFile.decrypt(encrypted, decrypted, ours.identity());

        assertThat(decrypted).hasSameBinaryContentAs(plain);
    }

    @Test
    void another_key_or_an_altered_file_is_refused_in_words() throws Exception {
        AgeFile.encrypt(plain(100_000), encrypted, Recipients.of(ours.recipient(), folder));
        AgeKeys other = AgeKeys.in(folder, "other.txt");
        assertThatThrownBy(() -> AgeFile.decrypt(encrypted, decrypted, other.identity()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no key in there fits");
        assertThatThrownBy(() -> AgeFile.decrypt(encrypted, decrypted, plain(10)))
                .hasMessageContaining("has no private key of age");

        byte[] bytes = Files.readAllBytes(encrypted);
        bytes[bytes.length - 20] ^= 1;
        Files.write(encrypted, bytes);
        assertThatThrownBy(() -> AgeFile.decrypt(encrypted, decrypted, ours.identity()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void what_is_no_public_key_is_refused_and_a_private_one_is_not_repeated() throws Exception {
        String secret = Files.readAllLines(ours.identity()).get(2);
        assertThatThrownBy(() -> Recipients.of(secret, folder))
                .hasMessageContaining("private key")
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> Recipients.of(ours.identity().toString(), folder))
                .hasMessageContaining("private key")
                .hasMessageNotContaining(secret);
        assertThatThrownBy(() -> Recipients.of(ours.recipient().replaceFirst(".$", "!"), folder))
                .hasMessageContaining("not a public key of age");
        assertThatThrownBy(() -> Recipients.of("age1abc", folder)).hasMessageContaining("not a public key of age");
        assertThatThrownBy(() -> Recipients.of("absent.txt", folder)).hasMessageContaining("absent.txt");
        assertThat(Recipients.of(" ", folder)).isEqualTo(Recipients.NONE);
    }

    private Path plain(int length) throws IOException {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return Files.write(folder.resolve("plain-" + length), content);
    }

    private static int run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor();
        } catch (IOException missing) {
            return -1;
        }
    }
}
