package org.coursebackup.manifest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.manifest.VouchedArchive.Verdict;
import org.coursebackup.verify.SampleArchive;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class VouchedArchiveTest {
    private static final String NAME = "backup-moodle2-course-7-bake-20261123-0305.mbz";

    @TempDir
    Path folder;

    private final SampleArchive sample = new SampleArchive();
    private ManifestKey key;
    private Path archive;

    @BeforeEach
    void makeArchive() throws IOException {
        key = new ManifestKey(folder.resolve("data/manifest.key"));
        byte[] video = new byte[300_000];
        new Random(1).nextBytes(video);
        sample.poolFile(video);
        archive = SampleArchive.write(folder.resolve(NAME), sample.zip());
        list(archive, key);
    }

    @Test
    void an_archive_as_it_was_made_is_vouched_for() throws IOException {
        VouchedArchive read = verify();

        assertThat(read.verification().good()).isTrue();
        assertThat(read.verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(read.sentence()).isEmpty();
        assertThat(read.sha256()).isEqualTo(sha256(Files.readAllBytes(archive)));
    }

    @Test
    void the_manifest_lists_every_entry_with_the_hash_of_its_content() throws IOException {
        JsonNode manifest = new ObjectMapper().readTree(Files.readAllBytes(ManifestFile.of(archive)));

        assertThat(manifest.at("/course/shortname").asText()).isEqualTo("BAKE \"7\"\n");
        assertThat(manifest.at("/archive/name").asText()).isEqualTo(NAME);
        assertThat(manifest.at("/archive/bytes").asLong()).isEqualTo(Files.size(archive));
        assertThat(manifest.at("/archive/sha256").asText()).isEqualTo(sha256(Files.readAllBytes(archive)));
        assertThat(manifest.at("/entries")).hasSize(sample.entries.size()).allSatisfy(entry -> {
            byte[] content = sample.entries.get(entry.at("/name").asText());
            assertThat(entry.at("/bytes").asLong()).isEqualTo(content.length);
            assertThat(entry.at("/sha256").asText()).isEqualTo(sha256(content));
        });
    }

    @Test
    void a_bit_flipped_anywhere_is_noticed() throws IOException {
        byte[] whole = Files.readAllBytes(archive);
        for (int at = 0; at < whole.length; at += whole.length / 97) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 4;
            Files.write(archive, flipped);

            assertThat(verify().verdict()).as("byte %d", at).isEqualTo(Verdict.DIFFERS);
        }
    }

    /** Of an archive that somebody made anew, so that no checksum of its own tells. */
    @Test
    void what_was_exchanged_in_a_sound_archive_is_named() throws IOException {
        sample.put("users.xml", "<users><user id=\"3\"></user><user id=\"70000\"></user></users>".getBytes(UTF));
        SampleArchive.write(archive, sample.zip());

        VouchedArchive read = verify();

        assertThat(read.verification().good()).isTrue();
        assertThat(read.verdict()).isEqualTo(Verdict.DIFFERS);
        assertThat(read.sentence()).contains("not what was made").contains("users.xml has another content");
    }

    @Test
    void an_entry_added_or_taken_away_is_named() throws IOException {
        sample.put("zz.txt", new byte[1]);
        SampleArchive.write(archive, sample.zip());
        assertThat(verify().sentence()).contains("zz.txt");

        sample.without("zz.txt").without("scales.xml");
        SampleArchive.write(archive, sample.zip());
        assertThat(verify().sentence()).contains("where scales.xml should be");
    }

    @Test
    void a_truncated_archive_and_an_empty_one_are_not_what_was_made() throws IOException {
        byte[] whole = Files.readAllBytes(archive);
        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(archive, Arrays.copyOf(whole, length));

            assertThat(verify().verification().good()).isFalse();
            assertThat(verify().verdict()).isEqualTo(Verdict.DIFFERS);
        }
    }

    @Test
    void a_manifest_with_any_byte_altered_vouches_for_nothing() throws IOException {
        byte[] whole = Files.readAllBytes(ManifestFile.of(archive));
        for (int at = 0; at < whole.length - 1; at += 41) {
            byte[] altered = whole.clone();
            altered[at] ^= 1;
            Files.write(ManifestFile.of(archive), altered);

            assertThat(verify().verdict()).as("byte %d", at).isEqualTo(Verdict.ALTERED);
        }
        for (int length : new int[] {0, 20, whole.length / 2, whole.length - 40}) {
            Files.write(ManifestFile.of(archive), Arrays.copyOf(whole, length));
            assertThat(verify().verdict()).as("length %d", length).isEqualTo(Verdict.ALTERED);
        }
    }

    @Test
    void a_manifest_altered_together_with_its_hash_does_not_fit_its_signature() throws IOException {
        String text = Files.readString(ManifestFile.of(archive));
        String listed = text.substring(0, text.lastIndexOf("\"signed\":"));
        String other = listed.replace("\"id\":7", "\"id\":8");
        Files.writeString(
                ManifestFile.of(archive),
                other
                        + text.substring(listed.length())
                                .replace(sha256(listed.getBytes(UTF)), sha256(other.getBytes(UTF))));

        VouchedArchive read = verify();

        assertThat(read.verdict()).isEqualTo(Verdict.ALTERED);
        assertThat(read.sentence()).contains("damaged or altered").contains("signature does not fit");
    }

    @Test
    void a_manifest_that_somebody_else_signed_is_told_by_its_key() throws IOException {
        list(archive, new ManifestKey(folder.resolve("elsewhere/manifest.key")));

        assertThat(verify().verdict()).isEqualTo(Verdict.OTHER_KEY);
        assertThat(verify().sentence()).contains("signed with the key").contains("not this installation's");
        assertThat(VouchedArchive.verify(archive, TrustedKeys.NONE).sentence()).contains("no key here");
    }

    @Test
    void a_content_exchanged_under_another_key_is_still_told_as_what_differs() throws IOException {
        list(archive, new ManifestKey(folder.resolve("elsewhere/manifest.key")));
        sample.put("users.xml", "<users><user id=\"3\"></user><user id=\"70000\"></user></users>".getBytes(UTF));
        SampleArchive.write(archive, sample.zip());

        assertThat(verify().verdict()).isEqualTo(Verdict.DIFFERS);
    }

    @Test
    void the_key_of_an_earlier_installation_counts_once_its_public_part_lies_beside_the_new_one() throws IOException {
        ManifestKey later = new ManifestKey(folder.resolve("later/manifest.key"));
        list(SampleArchive.write(folder.resolve("other.mbz"), sample.zip()), later);
        assertThat(VouchedArchive.verify(archive, later.trusted()).verdict()).isEqualTo(Verdict.OTHER_KEY);

        Files.copy(key.publicFile(), folder.resolve("later/manifest-2025.pub"));

        assertThat(VouchedArchive.verify(archive, later.trusted()).verdict()).isEqualTo(Verdict.VOUCHED);
        assertThat(VouchedArchive.verify(archive, TrustedKeys.of(List.of(key.publicFile())))
                        .verdict())
                .isEqualTo(Verdict.VOUCHED);
    }

    @Test
    void an_archive_put_in_the_place_of_another_with_its_manifest_does_not_pass_for_it() throws IOException {
        Path newer = folder.resolve(NAME.replace("1123", "1124"));
        Files.copy(archive, newer);
        Files.copy(ManifestFile.of(archive), ManifestFile.of(newer));

        VouchedArchive read = VouchedArchive.verify(newer, key.trusted());

        assertThat(read.verdict()).isEqualTo(Verdict.ALTERED);
        assertThat(read.sentence()).contains("another name");
    }

    @Test
    void an_archive_without_a_manifest_is_only_known_to_be_sound() throws IOException {
        Files.delete(ManifestFile.of(archive));

        VouchedArchive read = verify();

        assertThat(read.verification().good()).isTrue();
        assertThat(read.verdict()).isEqualTo(Verdict.MISSING);
        assertThat(read.sentence()).contains("has no manifest");
        assertThat(read.sha256()).isEqualTo(sha256(Files.readAllBytes(archive)));
    }

    @Test
    void a_tar_is_hashed_as_well() throws IOException {
        SampleArchive.write(archive, sample.tgz());
        list(archive, key);

        assertThat(verify().verdict()).isEqualTo(Verdict.VOUCHED);
    }

    @Test
    void removing_a_manifest_leaves_a_file_of_others_with_such_a_name() throws IOException {
        Path foreign = folder.resolve("theirs.mbz" + ManifestFile.SUFFIX);
        Files.writeString(foreign, "{\"manifest\": \"of a ship\"}");

        ManifestFile.remove(folder.resolve("theirs.mbz"));
        ManifestFile.remove(archive);

        assertThat(foreign).exists();
        assertThat(ManifestFile.of(archive)).doesNotExist();
    }

    /** As docs/MANIFESTS.md says, with the tools of any Linux. */
    @Test
    void openssl_verifies_the_signature() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")) && Files.isExecutable(Path.of("/bin/sh")));
        Files.writeString(folder.resolve("check.sh"), """
                set -e
                M="$1"
                { echo 'moodle-course-backup manifest 1'; head -n -1 "$M" | sha256sum | cut -c 1-64; } > message
                tail -n 1 "$M" | sed 's/.*"signature":"\\([^"]*\\)".*/\\1/' | base64 -d > signature
                openssl pkeyutl -verify -pubin -inkey data/manifest.pub -rawin -in message -sigfile signature
                """);
        Process check = new ProcessBuilder(
                        "sh", "check.sh", ManifestFile.of(archive).toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(check.getInputStream().readAllBytes(), UTF)).contains("Verified Successfully");
        assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).isZero();
    }

    private static final java.nio.charset.Charset UTF = StandardCharsets.UTF_8;

    private VouchedArchive verify() throws IOException {
        return VouchedArchive.verify(archive, key.trusted());
    }

    private static void list(Path archive, ManifestKey key) throws IOException {
        try (ManifestWriter writer = new ManifestWriter(ManifestFile.of(archive), 7, "BAKE \"7\"\n", 1)) {
            assertThat(new VerifyArchive().verify(archive, writer).good()).isTrue();
            writer.finish(archive.getFileName().toString(), Instant.EPOCH, key);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
