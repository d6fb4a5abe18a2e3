package org.coursebackup.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class LargeArchiveIT {
    @TempDir
    Path folder;

    /** The parser's own limit is 50,000,000 characters from entities, which the HTML of a big forum exceeds. */
    @Test
    void a_document_with_fifty_million_entities_is_read() {
        byte[] field = ("<p>" + "&lt;".repeat(10_000) + "</p>\n").getBytes(StandardCharsets.US_ASCII);
        InputStream document = repeated("<posts>", field, 5_100, "</posts>");

        assertThatCode(() -> XmlDocument.read(document, new XmlDocument.Listener() {}))
                .doesNotThrowAnyException();
    }

    @Test
    void a_field_of_two_hundred_megabytes_needs_no_memory_of_that_size() {
        byte[] text = "x".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        long before = used();
        long[] most = {0};
        XmlDocument.Listener listener = new XmlDocument.Listener() {
            @Override
            public void leaf(int depth, String name, String text) {
                most[0] = text.length();
            }
        };
        assertThatCode(() -> XmlDocument.read(repeated("<post><message>", text, 2_000, "</message></post>"), listener))
                .doesNotThrowAnyException();
        assertThat(most[0]).isLessThan(10_000);
        assertThat(used() - before).isLessThan(50_000_000);
    }

    @Test
    void an_archive_with_more_than_65535_entries_is_read() throws IOException {
        SampleArchive sample = new SampleArchive();
        Path archive = folder.resolve("many.mbz");
        try (OutputStream file = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : sample.entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
            byte[] document = "<a>1</a>".getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 66_000; i++) {
                zip.putNextEntry(new ZipEntry("activities/page_31/x/" + i + ".xml"));
                zip.write(document);
            }
        }

        ArchiveVerification verification = new VerifyArchive().verify(archive);

        assertThat(verification.findings()).isEmpty();
        assertThat(verification.entries()).isGreaterThan(66_000);
    }

    private static InputStream repeated(String start, byte[] part, int times, String end) {
        var parts = IntStream.rangeClosed(0, times + 1)
                .mapToObj(i -> i == 0
                        ? start.getBytes(StandardCharsets.US_ASCII)
                        : i > times ? end.getBytes(StandardCharsets.US_ASCII) : part)
                .map(ByteArrayInputStream::new)
                .iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return parts.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return parts.next();
            }
        });
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
