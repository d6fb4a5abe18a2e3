package org.coursebackup.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.coursebackup.testsupport.Mutation;
import org.coursebackup.testsupport.TemporaryFolders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/** Whatever is given to verify, it ends with a verdict in words and writes nothing. */
class ArchiveFuzzTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Property(tries = 100)
    void a_spoilt_file_gets_a_verdict(
            @ForAll long seed, @ForAll boolean zip, @ForAll @IntRange(min = 1, max = 12) int edits) throws Exception {
        SampleArchive sample = new SampleArchive();

        judge(new Mutation(seed).of(zip ? sample.zip() : sample.tgz(), edits));
    }

    @Property(tries = 100)
    void spoilt_documents_and_names_in_a_sound_container_get_a_verdict(
            @ForAll long seed, @ForAll boolean zip, @ForAll @IntRange(min = 1, max = 6) int edits) throws Exception {
        Mutation mutation = new Mutation(seed);
        SampleArchive sample = new SampleArchive();
        List<String> names = new ArrayList<>(sample.entries.keySet());
        for (int i = 0; i < edits; i++) {
            String name = mutation.oneOf(names);
            byte[] content = sample.entries.remove(name);
            if (content == null) {
                continue;
            }
            String spoilt = mutation.number(4) == 0 ? toUnicode(mutation.of(name, 1)) : name;
            String text = mutation.of(new String(content, StandardCharsets.ISO_8859_1), 1 + mutation.number(5));
            sample.entries.put(spoilt, text.getBytes(StandardCharsets.UTF_8));
        }

        judge(zip ? sample.zip() : sample.tgz());
    }

    /** Half a pair cannot be written. */
    private static String toUnicode(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static void judge(byte[] archive) throws IOException {
        Path folder = TemporaryFolders.create("fuzz");
        Path file = Files.write(folder.resolve("a.mbz"), archive);
        try {
            ArchiveVerification verdict = assertTimeoutPreemptively(PATIENCE, () -> new VerifyArchive().verify(file));

            assertThat(verdict.summary()).isNotBlank();
            assertThat(verdict.findings())
                    .extracting(Finding::toString)
                    .noneMatch(told ->
                            told.contains("Exception") || told.contains("null can't") || told.contains("\u0000"));
            ArchiveIdentity.of(file);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(file);
            }
        } finally {
            TemporaryFolders.delete(folder);
        }
    }
}
