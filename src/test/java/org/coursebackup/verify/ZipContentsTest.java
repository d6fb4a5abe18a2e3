package org.coursebackup.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ZipContentsTest {
    @TempDir
    Path folder;

    @Test
    void every_small_document_comes_in_a_piece_of_a_megabyte_and_nothing_else_does() throws IOException {
        SampleArchive sample = new SampleArchive();
        for (int i = 0; i < 30; i++) {
            sample.entries.put("activities/page_31/x/" + i + ".xml", document(100_000));
        }
        Set<String> small = new TreeSet<>(sample.entries.keySet());
        small.remove(SampleArchive.PICTURE_ENTRY);
        sample.entries.put("activities/page_31/large.xml", document(3_000_000));
        sample.poolFile(new byte[2_000_000]);
        Path archive = SampleArchive.write(folder.resolve("archive.mbz"), sample.zip());

        Set<String> found = new TreeSet<>();
        int pieces = 0;
        ArchiveCheck check = new ArchiveCheck(new Findings(), Optional.empty(), Optional.empty());
        try (ZipContents zip = new ZipContents(archive)) {
            for (Iterator<byte[]> all = zip.documents(check); all.hasNext(); pieces++) {
                long bytes = 0;
                try (ZipInputStream piece = new ZipInputStream(new ByteArrayInputStream(all.next()))) {
                    for (ZipEntry entry = piece.getNextEntry(); entry != null; entry = piece.getNextEntry()) {
                        assertThat(found.add(entry.getName())).isTrue();
                        byte[] content = piece.readAllBytes();
                        assertThat(content).isEqualTo(sample.entries.get(entry.getName()));
                        bytes += content.length;
                    }
                }
                assertThat(bytes).isLessThanOrEqualTo(ZipContents.SMALL);
            }
        }
        assertThat(found).isEqualTo(small);
        assertThat(pieces).isBetween(3, 4);
    }

    private static byte[] document(int size) {
        return ("<a>" + "x".repeat(size) + "</a>").getBytes(StandardCharsets.US_ASCII);
    }
}
