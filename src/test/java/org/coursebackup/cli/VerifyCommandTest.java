package org.coursebackup.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.encrypt.Recipients;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.ManifestWriter;
import org.coursebackup.testsupport.AgeKeys;
import org.coursebackup.verify.SampleArchive;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** As an auditor uses it, on a machine that has no settings. */
class VerifyCommandTest {
    @TempDir
    Path folder;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final SampleArchive sample = new SampleArchive().without(SampleArchive.PICTURE_ENTRY);
    private ManifestKey key;
    private Path archive;

    @BeforeEach
    void makeArchive() throws IOException {
        PrintStream all = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(all);
        System.setErr(all);
        key = new ManifestKey(folder.resolve("data/manifest.key"));
        archive = SampleArchive.write(folder.resolve("a.mbz"), new SampleArchive().zip());
        list(key);
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
        System.clearProperty("coursebackup.folder");
    }

    @Test
    void what_was_made_is_good() {
        assertThat(verify()).isZero();
        assertThat(said()).contains(archive + ": good", "it is what was made, by its signed manifest");
    }

    @Test
    void tampered_content_is_not_good() throws IOException {
        sample.put(
                "users.xml",
                "<users><user id=\"3\"></user><user id=\"70000\"></user></users>".getBytes(StandardCharsets.UTF_8));
        SampleArchive.write(archive, sample.zip());

        assertThat(verify()).isEqualTo(1);
        assertThat(said()).contains("NOT GOOD", "it is not what was made");
    }

    @Test
    void a_tampered_manifest_has_a_code_of_its_own() throws IOException {
        Path manifest = ManifestFile.of(archive);
        Files.writeString(manifest, Files.readString(manifest).replace("\"id\":7", "\"id\":8"));

        assertThat(verify()).isEqualTo(VerifyCommand.ALTERED).isEqualTo(6);
        assertThat(said()).contains("was damaged or altered", "signature does not fit");
    }

    @Test
    void a_foreign_key_has_a_code_of_its_own() throws IOException {
        list(new ManifestKey(folder.resolve("other/manifest.key")));

        assertThat(verify()).isEqualTo(VerifyCommand.OTHER_KEY).isEqualTo(7);
        assertThat(said()).contains("signed with the key");
        assertThat(verify("--key", folder.resolve("other/manifest.pub").toString()))
                .isZero();
    }

    @Test
    void a_missing_manifest_is_accepted_unless_it_is_demanded() throws IOException {
        Files.delete(ManifestFile.of(archive));

        assertThat(verify()).isZero();
        assertThat(said()).contains("note: it has no manifest");
        assertThat(verify("--manifest")).isEqualTo(VerifyCommand.NO_MANIFEST).isEqualTo(8);
        assertThat(said()).contains("error: it has no manifest");
    }

    @Test
    void an_archive_that_lacks_a_file_ends_with_3_whatever_its_manifest_says() throws IOException {
        SampleArchive.write(archive, sample.zip());
        list(key);

        assertThat(verify()).isEqualTo(3);
    }

    @Test
    void of_several_the_worst_decides() throws IOException {
        Path other = SampleArchive.write(folder.resolve("b.mbz"), new SampleArchive().zip());
        Path ruined = Files.write(folder.resolve("c.mbz"), Arrays.copyOf(new SampleArchive().zip(), 700));

        assertThat(verify("--manifest", other.toString())).isEqualTo(8);
        assertThat(verify("--manifest", other.toString(), ruined.toString())).isEqualTo(1);
    }

    @Test
    void of_an_encrypted_archive_only_the_bytes_are_compared_without_a_private_key_and_all_of_it_with_one()
            throws Exception {
        AgeKeys age = AgeKeys.in(folder, "key.txt");
        Path encrypted = folder.resolve("a.mbz.age");
        AgeFile.Written written = AgeFile.encrypt(archive, encrypted, Recipients.of(age.recipient(), folder));
        list(encrypted, written);

        assertThat(verify(encrypted)).isZero();
        assertThat(said()).contains("good", "only its bytes were looked at", "by its signed manifest");
        printed.reset();
        assertThat(verify(encrypted, "--identity", age.identity().toString())).isZero();
        assertThat(said()).contains("good", "by its signed manifest").doesNotContain("only its bytes");
        printed.reset();
        assertThat(verify(
                        encrypted,
                        "--identity",
                        AgeKeys.in(folder, "other.txt").identity().toString()))
                .isEqualTo(1);
        assertThat(said()).contains("NOT GOOD", "no key in there fits");

        byte[] bytes = Files.readAllBytes(encrypted);
        bytes[bytes.length / 2] ^= 1;
        Files.write(encrypted, bytes);
        assertThat(verify(encrypted)).isEqualTo(1);
        Files.delete(ManifestFile.of(encrypted));
        assertThat(verify(encrypted)).as("nothing is known of it").isEqualTo(VerifyCommand.NO_MANIFEST);
    }

    private int verify(Path file, String... options) {
        return Main.execute(Stream.concat(
                        Stream.of("verify", "--key", key.publicFile().toString(), file.toString()), Stream.of(options))
                .toArray(String[]::new));
    }

    /** The manifest that the encrypt stage writes: entries of the plain archive, hash of the encrypted one. */
    private void list(Path encrypted, AgeFile.Written written) throws IOException {
        Path part = folder.resolve("manifest.part");
        try (ManifestWriter writer = new ManifestWriter(part, 2, "BAKE", 1)) {
            new VerifyArchive().verify(archive, writer);
            writer.file(written.bytes(), written.sha256());
            writer.finish(encrypted.getFileName().toString(), Instant.EPOCH, key);
        }
        ManifestFile.place(part, encrypted);
    }

    @Test
    void what_is_no_public_key_is_told() throws IOException {
        Path text = Files.writeString(folder.resolve("key.txt"), "secret");

        assertThat(Main.execute("verify", "--key", text.toString(), archive.toString()))
                .isEqualTo(Main.WRONG);
        assertThat(said()).contains(text + " is not a public key", "manifest.pub");
        assertThat(Main.execute("verify", "--key", folder.resolve("none").toString(), archive.toString()))
                .isEqualTo(Main.WRONG);
        assertThat(said()).contains(folder.resolve("none") + " can't be read");
    }

    private int verify(String... more) {
        List<String> words = new ArrayList<>(List.of("verify"));
        if (!Arrays.asList(more).contains("--key")) {
            words.addAll(List.of("--key", key.publicFile().toString()));
        }
        words.addAll(List.of(more));
        words.add(archive.toString());
        return Main.execute(words.toArray(String[]::new));
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private void list(ManifestKey signing) throws IOException {
        try (ManifestWriter writer = new ManifestWriter(ManifestFile.of(archive), 7, "BAKE", 1)) {
            new VerifyArchive().verify(archive, writer);
            writer.finish(archive.getFileName().toString(), Instant.EPOCH, signing);
        }
    }
}
