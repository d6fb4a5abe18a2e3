package org.coursebackup.thin;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Thin archives as files, and complete ones made of them. */
class ThinArchiveTest {
    private static final byte[] TEXT = "a text that shrinks ".repeat(9_000).getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY = {};

    @TempDir
    Path folder;

    private final byte[] noise = new byte[200_000];
    private final List<ListedContent> contents = new ArrayList<>();
    private Path thin;

    @BeforeEach
    void make() throws IOException {
        new Random(1).nextBytes(noise);
        for (byte[] content : List.of(noise, TEXT, EMPTY)) {
            contents.add(store(content));
        }
        thin = thin("a.mbz.thin", lines());
    }

    @Test
    void a_complete_archive_has_all_entries_with_the_index_last() throws IOException {
        Path whole = folder.resolve("whole.mbz");
        WholeArchive.write(thin, whole);

        try (ZipFile zip = new ZipFile(whole.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertThat(names)
                    .containsExactly(
                            "course/course.xml",
                            "files.xml",
                            contents.get(0).entryName(),
                            contents.get(1).entryName(),
                            contents.get(2).entryName(),
                            "moodle_backup.xml");
            assertThat(bytes(zip, contents.get(0).entryName())).isEqualTo(noise);
            assertThat(bytes(zip, contents.get(1).entryName())).isEqualTo(TEXT);
            assertThat(bytes(zip, contents.get(2).entryName())).isEmpty();
            assertThat(bytes(zip, "moodle_backup.xml"))
                    .isEqualTo("<moodle_backup/>".getBytes(StandardCharsets.US_ASCII));
            assertThat(zip.getEntry(contents.get(1).entryName()).getCompressedSize())
                    .isLessThan(TEXT.length / 10);
        }
        try (WholeArchive opened = WholeArchive.open(thin);
                WholeArchive complete = WholeArchive.open(whole)) {
            assertThat(opened.names()).containsExactlyElementsOf(complete.names());
            for (String name : opened.names()) {
                assertThat(opened.bytes(name)).isEqualTo(complete.bytes(name));
                assertThat(read(opened.entry(name))).isEqualTo(read(complete.entry(name)));
            }
            assertThat(opened.bytes("missing.xml")).isEqualTo(-1);
            assertThatThrownBy(() -> opened.entry("missing.xml")).isInstanceOf(FileNotFoundException.class);
        }
    }

    @Test
    void whoever_reads_it_in_small_pieces_gets_the_same() throws IOException {
        Path whole = folder.resolve("whole.mbz");
        WholeArchive.write(thin, whole);

        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        try (InputStream in = WholeArchive.open(thin).stream()) {
            byte[] room = new byte[77];
            for (int count = in.read(room, 5, 70); count >= 0; count = in.read(room, 5, 70)) {
                pieces.write(room, 5, count);
            }
            assertThat(in.read()).isEqualTo(-1);
        }
        assertThat(pieces.toByteArray()).isEqualTo(Files.readAllBytes(whole));
    }

    @Test
    void a_plain_archive_stands_for_itself() throws IOException {
        Path whole = folder.resolve("whole.mbz");
        WholeArchive.write(thin, whole);
        Path copy = folder.resolve("copy.mbz");
        WholeArchive.write(whole, copy);

        assertThat(copy).hasSameBinaryContentAs(whole);
        assertThatThrownBy(() -> WholeArchive.write(thin, copy)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(copy).hasSameBinaryContentAs(whole);
    }

    @Test
    void a_content_that_is_longer_shorter_another_or_gone_makes_none() throws IOException {
        Path content = PoolFolder.beside(thin).path(contents.get(0).sha1());
        byte[] longer = java.util.Arrays.copyOf(noise, noise.length + 1);
        byte[] shorter = java.util.Arrays.copyOf(noise, noise.length - 1);
        byte[] other = noise.clone();
        other[other.length - 1] ^= 1;
        for (byte[] wrong : List.of(longer, shorter, other, EMPTY)) {
            Files.write(content, wrong);
            assertNone("is damaged in the pool");
        }
        Files.delete(content);
        assertNone("is not in the pool");
    }

    private void assertNone(String why) {
        Path whole = folder.resolve("whole.mbz");
        assertThatThrownBy(() -> WholeArchive.write(thin, whole)).hasMessageContaining(why);
        assertThat(whole).doesNotExist();
    }

    @Test
    void a_document_that_is_damaged_makes_none_that_is_good() throws IOException {
        byte[] bytes = Files.readAllBytes(thin);
        try (ZipFile zip = new ZipFile(thin.toFile())) {
            assertThat(zip.getEntry("files.xml").getMethod()).isEqualTo(ZipEntry.STORED);
        }
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("<files/>");
        bytes[at + 1] ^= 1;
        Files.write(thin, bytes);

        try (WholeArchive whole = WholeArchive.open(thin)) {
            assertThatThrownBy(() -> read(whole.entry("files.xml"))).hasMessageContaining("checksum mismatch");
        }
    }

    @Test
    void a_list_is_read_to_its_end_or_not_at_all() throws IOException {
        assertThat(ThinArchive.contents(thin)).isEqualTo(contents);
        assertThatThrownBy(() -> ThinArchive.contents(thin("b.mbz.thin", "another title\n")))
                .hasMessageContaining("later version");
        assertThatThrownBy(() -> ThinArchive.contents(thin("c.mbz.thin", lines() + "nonsense\n")))
                .hasMessageContaining("a line that is none");
        byte[] bytes = Files.readAllBytes(thin);
        int at = new String(bytes, StandardCharsets.ISO_8859_1)
                .indexOf(contents.get(1).sha1());
        // another digit, so that every line still looks like one
        bytes[at] = (byte) (bytes[at] == 'a' ? 'b' : 'a');
        Path damaged = Files.write(folder.resolve("d.mbz.thin"), bytes);
        assertThatThrownBy(() -> ThinArchive.contents(damaged)).hasMessageContaining("checksum mismatch");
        assertThat(ThinArchive.is(damaged)).isTrue();
        assertThat(ThinArchive.is(Files.write(folder.resolve("no.zip"), noise))).isFalse();
    }

    @Test
    void names_tell() {
        assertThat(ThinArchive.named("a.mbz.thin")).isTrue();
        assertThat(ThinArchive.named("a.thin")).isFalse();
        assertThat(ThinArchive.named("a.mbz")).isFalse();
        assertThat(ThinArchive.wholeName("a.mbz.thin")).isEqualTo("a.mbz");
        assertThat(ThinArchive.wholeName("a.mbz")).isEqualTo("a.mbz");
    }

    private String lines() {
        StringBuilder lines = new StringBuilder(ThinArchive.TITLE + "\n");
        contents.forEach(content -> lines.append(content.line()).append('\n'));
        return lines.toString();
    }

    private ListedContent store(byte[] content) throws IOException {
        Path part = Files.write(folder.resolve("part"), content);
        ListedContent read = PoolFolder.read(part);
        Path place = PoolFolder.beside(folder.resolve("any.mbz.thin")).path(read.sha1());
        Files.createDirectories(place.getParent());
        Files.move(part, place);
        return read;
    }

    private Path thin(String name, String list) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            entry(zip, "course/course.xml", "<course/>".repeat(20_000), ZipEntry.DEFLATED);
            entry(zip, "files.xml", "<files/>", ZipEntry.STORED);
            entry(zip, ThinArchive.LIST, list, ZipEntry.STORED);
            entry(zip, ThinArchive.INDEX, "<moodle_backup/>", ZipEntry.DEFLATED);
        }
        return file;
    }

    private static void entry(ZipOutputStream zip, String name, String text, int method) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
            java.util.zip.CRC32 crc = new java.util.zip.CRC32();
            crc.update(bytes);
            entry.setCrc(crc.getValue());
            entry.setSize(bytes.length);
        }
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] bytes(ZipFile zip, String name) throws IOException {
        return read(zip.getInputStream(zip.getEntry(name)));
    }

    private static byte[] read(InputStream stream) throws IOException {
        try (InputStream in = stream) {
            return in.readAllBytes();
        }
    }
}
