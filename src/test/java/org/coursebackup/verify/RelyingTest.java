package org.coursebackup.verify;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Contents that are relied on instead of being read: what is looked at all the same. */
class RelyingTest {
    private static final String NAME = "files/ab/ab" + "0".repeat(38);
    private static final int BYTES = 10_000;
    private static final int BLOCKS = 8_192;

    @TempDir
    Path folder;

    private final byte[] content = new byte[BYTES];
    private final List<String> heard = new ArrayList<>();
    private Path archive;

    @BeforeEach
    void makeArchive() throws Exception {
        new Random(1).nextBytes(content);
        archive = zip(NAME, ZipEntry.STORED);
    }

    @Test
    void a_content_that_is_as_known_is_listed_without_being_read() throws Exception {
        damage(100);

        assertThat(findings(known())).isEmpty();
        assertThat(heard).containsExactly(NAME + " " + BYTES + " known");
    }

    @Test
    void the_rest_that_was_copied_is_read() throws Exception {
        damage(BLOCKS + 5);

        assertThat(findings(known())).singleElement().asString().contains(NAME, "the end of it is not what was copied");
    }

    @Test
    void what_the_directory_says_has_to_be_what_is_known() throws Exception {
        Relied known = known();

        assertThat(findings(new Relied(BYTES, known.crc() ^ 1, "known", BLOCKS, known.rest())))
                .singleElement()
                .asString()
                .contains(NAME, "checksum mismatch");
        assertThat(findings(new Relied(BYTES + 1, known.crc(), "known", BLOCKS, known.rest())))
                .singleElement()
                .asString()
                .contains(NAME, "not the shared content");
    }

    @Test
    void a_content_that_is_compressed_or_no_file_of_the_pool_is_not_relied_on() throws Exception {
        archive = zip(NAME, ZipEntry.DEFLATED);
        assertThat(findings(known())).singleElement().asString().contains(NAME, "not the shared content");

        archive = zip("users.xml", ZipEntry.STORED);
        assertThat(findings("users.xml", known())).singleElement().asString().contains("has to be read");
    }

    private List<String> findings(Relied known) throws Exception {
        return findings(NAME, known);
    }

    private List<String> findings(String name, Relied known) throws Exception {
        Findings findings = new Findings();
        ContentListener listener = new ContentListener() {
            @Override
            public void entry(String entry, long bytes, String sha256) {
                heard.add(entry + " " + bytes + " " + sha256);
            }

            @Override
            public void file(long bytes, String sha256) {
                heard.add("file " + sha256);
            }
        };
        try (ZipContents zip = new ZipContents(archive, Map.of(name, known))) {
            CentralDirectory directory = CentralDirectory.of(archive, zip, findings);
            zip.all(new ArchiveCheck(findings, Optional.of(directory), Optional.of(listener)));
        }
        return findings.list().stream().map(Finding::text).toList();
    }

    private Relied known() {
        return new Relied(BYTES, crc(content), "known", BLOCKS, crc(Arrays.copyOfRange(content, BLOCKS, BYTES)));
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private Path zip(String name, int method) throws Exception {
        Path file = folder.resolve(method + name.replace('/', '-'));
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(method);
            entry.setSize(BYTES);
            entry.setCrc(crc(content));
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    private void damage(int at) throws Exception {
        long data = ZipOutline.of(archive).stored().get(0).at();
        try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {(byte) (content[at] ^ 1)}), data + at);
        }
    }
}
