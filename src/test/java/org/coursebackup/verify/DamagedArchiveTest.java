package org.coursebackup.verify;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Archives that were good before they were damaged. */
class DamagedArchiveTest {
    @TempDir
    Path folder;

    private final SampleArchive sample = new SampleArchive();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_archive_cut_off_anywhere_is_never_good(boolean zip) {
        byte[] whole = zip ? sample.zip() : sample.tgz();
        for (int length = 0; length < whole.length; length += length < whole.length - 30 ? 151 : 1) {
            assertThat(verify(Arrays.copyOf(whole, length)).good())
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void a_flipped_bit_is_found_wherever_it_changes_what_moodle_would_read(int bit) throws IOException {
        byte[] whole = sample.zip();
        for (int at = bit * 23; at < whole.length; at += 211) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << bit);
            if (verify(damaged).good()) {
                assertThat(contents(folder.resolve("a.mbz")))
                        .as("bit %d of byte %d", bit, at)
                        .isEqualTo(contents());
            }
        }
    }

    @Test
    void a_flipped_bit_in_a_tgz_is_found_unless_it_unpacks_to_the_same() throws IOException {
        byte[] whole = sample.tgz();
        for (int at = 10; at < whole.length; at += 41) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 4;
            if (verify(damaged).good()) {
                assertThat(unpacked(damaged))
                        .as("byte %d of %d", at, whole.length)
                        .isEqualTo(unpacked(whole));
            }
        }
    }

    @Test
    void zeroed_blocks_are_found() {
        byte[] whole = sample.zip();
        for (int from = 0; from + 512 <= whole.length; from += 512) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, from, from + 512, (byte) 0);
            assertThat(verify(damaged).good()).as("zeros from %d", from).isFalse();
        }
    }

    @Test
    void an_entry_that_is_there_twice_is_found() {
        byte[] twice = rawZip(new String[] {"badges.xml", "badges.xml"}, false, 10);
        VerifyArchiveTest.assertNotGood(verify(twice), "badges.xml twice");
    }

    @Test
    void entries_that_overlap_as_in_a_zip_bomb_are_found() {
        String[] names = new String[50];
        Arrays.setAll(names, i -> "files/bomb" + i);
        VerifyArchiveTest.assertNotGood(verify(rawZip(names, true, 100_000)), "overlaps");
    }

    @Test
    void garbage_between_the_entries_is_found() {
        byte[] whole = sample.zip();
        byte[] shifted = new byte[whole.length + 7];
        System.arraycopy(whole, 0, shifted, 7, whole.length);
        assertThat(verify(shifted).good()).isFalse();
    }

    /**
     * A zip written by hand: stored entries of {@code size} zeros each, or one such entry to which all names in the
     * directory point.
     */
    private static byte[] rawZip(String[] names, boolean overlapping, int size) {
        byte[] content = new byte[size];
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (int i = 0; i < names.length; i++) {
            int offset = overlapping ? 0 : zip.size();
            byte[] name = names[i].getBytes(StandardCharsets.UTF_8);
            if (!overlapping || i == 0) {
                zip.writeBytes(little(30)
                        .putInt(0x04034b50)
                        .putShort((short) 20)
                        .putShort((short) 0)
                        .putShort((short) 0)
                        .putInt(0)
                        .putInt((int) crc.getValue())
                        .putInt(size)
                        .putInt(size)
                        .putShort((short) name.length)
                        .putShort((short) 0)
                        .array());
                zip.writeBytes(name);
                zip.writeBytes(content);
            }
            directory.writeBytes(little(46)
                    .putInt(0x02014b50)
                    .putShort((short) 20)
                    .putShort((short) 20)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt((int) crc.getValue())
                    .putInt(size)
                    .putInt(size)
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putShort((short) 0)
                    .putInt(0)
                    .putInt(offset)
                    .array());
            directory.writeBytes(name);
        }
        int start = zip.size();
        zip.writeBytes(directory.toByteArray());
        zip.writeBytes(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) names.length)
                .putShort((short) names.length)
                .putInt(directory.size())
                .putInt(start)
                .putShort((short) 0)
                .array());
        return zip.toByteArray();
    }

    private static byte[] unpacked(byte[] tgz) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(tgz)).readAllBytes();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ArchiveVerification verify(byte[] archive) {
        return new VerifyArchive().verify(SampleArchive.write(folder.resolve("a.mbz"), archive));
    }

    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        sample.entries.forEach((name, content) -> contents.put(name, SampleArchive.sha1(content)));
        return contents;
    }

    private static Map<String, String> contents(Path archive) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                contents.put(
                        entry.getName(),
                        SampleArchive.sha1(zip.getInputStream(entry).readAllBytes()));
            }
        }
        return contents;
    }
}
