package org.coursebackup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.share.EarlierArchive;
import org.coursebackup.share.FileStamp;
import org.coursebackup.share.SharedContent;
import org.coursebackup.share.Sharing;
import org.coursebackup.testsupport.FakeCloner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Contents that share blocks with the pool or an earlier archive: the bytes are those of an archive that was copied.
 */
class SharedContentsTest {
    @TempDir
    Path folder;

    private final FakeCloner cloner = new FakeCloner();
    private final List<String> contents = new ArrayList<>();
    private Path copied;

    @BeforeEach
    void makeContents() throws Exception {
        Random random = new Random(7);
        for (int length : new int[] {300_000, 0, 4_096 * 40, 17_000, 4_096 * 4, 16_383, 1, 4_096 * 4 + 1, 900_001}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            contents.add(pool(noise));
        }
        contents.add(2, pool("words ".repeat(50_000).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        copied = folder.resolve("copied.mbz");
        try (ArchiveZip zip = new ArchiveZip(copied)) {
            write(zip, Optional.empty());
        }
    }

    @Test
    void an_archive_that_shares_with_the_pool_has_the_same_bytes() throws Exception {
        Path shared = folder.resolve("shared.mbz");
        Sharing sharing;
        try (ArchiveZip zip = new ArchiveZip(shared, cloner)) {
            sharing = write(zip, Optional.empty());
        }

        assertThat(shared).hasSameBinaryContentAs(copied);
        assertThat(cloner.cloned).hasSize(6).allMatch(source -> source.startsWith(folder.resolve("pool")));
        assertThat(sharing.relied()).isEmpty();
        assertThat(sharing.cloned()).isEqualTo(sum(SharedContent.SMALLEST));
        assertThat(sharing.cloned() + sharing.copied()).isEqualTo(sharing.read());
    }

    @Test
    void an_archive_that_shares_with_an_earlier_one_has_the_same_bytes_and_reads_no_pool() throws Exception {
        EarlierArchive earlier = earlier(true);
        for (String hash : contents) {
            if (Files.size(pool(hash)) >= SharedContent.SMALLEST
                    && earlier.contents().containsKey(name(hash))) {
                Files.delete(pool(hash));
            }
        }
        Path shared = folder.resolve("shared.mbz");
        Sharing sharing;
        try (ArchiveZip zip = new ArchiveZip(shared, cloner)) {
            sharing = write(zip, Optional.of(earlier));
        }

        assertThat(shared).hasSameBinaryContentAs(copied);
        assertThat(cloner.cloned).hasSize(6).containsOnly(copied);
        assertThat(sharing.relied())
                .hasSize(6)
                .containsOnlyKeys(earlier.contents().keySet());
        assertThat(sharing.relied().get(name(contents.get(0))).bytes()).isEqualTo(300_000);
        assertThat(sharing.copied()).isLessThan(6 * 4_096 + 16_384 + 300_001);
    }

    @Test
    void what_is_not_relied_on_is_shared_all_the_same_and_has_to_be_read() throws Exception {
        Path shared = folder.resolve("shared.mbz");
        try (ArchiveZip zip = new ArchiveZip(shared, cloner)) {
            assertThat(write(zip, Optional.of(earlier(false))).relied()).isEmpty();
        }
        assertThat(cloner.cloned).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void a_refusal_in_the_middle_costs_only_that_content(int which) throws Exception {
        EarlierArchive earlier = earlier(true);
        cloner.before = source -> cloner.calls != which;
        Path shared = folder.resolve("shared.mbz");
        Sharing sharing;
        try (ArchiveZip zip = new ArchiveZip(shared, cloner)) {
            sharing = write(zip, Optional.of(earlier));
        }

        assertThat(shared).hasSameBinaryContentAs(copied);
        assertThat(sharing.relied()).hasSize(5);
        assertThat(cloner.cloned.stream().filter(copied::equals)).hasSize(5);
    }

    @Test
    void whoever_refuses_often_is_no_longer_asked() throws Exception {
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[20_000];
            new Random(100 + i).nextBytes(noise);
            contents.add(pool(noise));
        }
        cloner.before = source -> false;
        Path all = folder.resolve("all.mbz");
        try (ArchiveZip zip = new ArchiveZip(all, cloner)) {
            assertThat(write(zip, Optional.of(earlier(true))).cloned()).isZero();
        }
        assertThat(cloner.calls).isEqualTo(8);
        assertThat(cloner.cloned).isEmpty();
    }

    @Test
    void a_full_target_is_told_as_such() throws Exception {
        EarlierArchive earlier = earlier(true);
        cloner.before = source -> {
            throw new FileSystemException("a.mbz", null, "No space left on device");
        };
        try (ArchiveZip zip = new ArchiveZip(folder.resolve("a.mbz"), cloner)) {
            assertThatThrownBy(() -> write(zip, Optional.of(earlier)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
        }
    }

    @Test
    void an_earlier_archive_that_is_gone_or_cut_or_written_to_is_noticed() throws Exception {
        for (String harm : new String[] {"gone", "cut", "written"}) {
            EarlierArchive earlier = earlier(true);
            Path own = Files.copy(copied, folder.resolve("own " + harm));
            EarlierArchive mine = new EarlierArchive(own, FileStamp.of(own), Instant.EPOCH, earlier.contents());
            cloner.before = source -> {
                if (cloner.calls % 6 == 3) {
                    harm(own, harm);
                }
                return true;
            };
            cloner.calls = 0;
            Path shared = folder.resolve("shared " + harm);
            try (ArchiveZip zip = new ArchiveZip(shared, cloner)) {
                ContentWriter writer = new ContentWriter(
                        new FilePool(folder.resolve("pool")), Optional.of(mine), Optional.empty(), zip);
                for (String hash : contents) {
                    assertThat(writer.write(hash)).isTrue();
                }
                assertThat(writer.deceived()).as(harm).isTrue();
            }
        }
    }

    private static void harm(Path file, String harm) throws IOException {
        switch (harm) {
            case "gone" -> Files.deleteIfExists(file);
            case "cut" -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(channel.size() / 2);
                }
            }
            default -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 5_000);
                }
            }
        }
    }

    private Sharing write(ArchiveZip zip, Optional<EarlierArchive> earlier) throws Exception {
        ContentWriter writer = new ContentWriter(new FilePool(folder.resolve("pool")), earlier, Optional.empty(), zip);
        try (var out = zip.entry("users.xml", true)) {
            out.write("<users/>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        for (String hash : contents) {
            assertThat(writer.write(hash)).isTrue();
        }
        assertThat(writer.deceived()).isFalse();
        zip.finish();
        return writer.sharing();
    }

    /** The copied one, with what its directory says. */
    private EarlierArchive earlier(boolean relied) throws Exception {
        Map<String, SharedContent> found = new HashMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(copied).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (entry.getMethod() == ZipArchiveEntry.STORED && entry.getSize() >= SharedContent.SMALLEST) {
                    found.put(
                            entry.getName(),
                            new SharedContent(entry.getDataOffset(), entry.getSize(), entry.getCrc(), "f".repeat(64)));
                }
            }
        }
        return new EarlierArchive(copied, FileStamp.of(copied), relied ? Instant.EPOCH : null, found);
    }

    private long sum(long smallest) throws IOException {
        long sum = 0;
        for (String hash : contents) {
            long bytes = Files.size(pool(hash));
            if (bytes >= smallest && !hash.equals(contents.get(2))) {
                sum += SharedContent.inBlocks(bytes);
            }
        }
        return sum;
    }

    private static String name(String hash) {
        return FilePool.entryName(hash);
    }

    private Path pool(String hash) {
        return new FilePool(folder.resolve("pool")).path(hash);
    }

    private String pool(byte[] content) throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        Files.createDirectories(pool(hash).getParent());
        Files.write(pool(hash), content);
        return hash;
    }
}
