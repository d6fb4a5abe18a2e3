package org.coursebackup.archive;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The zip file, and what is copied into it from the file pool. */
class ArchiveZipTest {
    @TempDir
    Path folder;

    @Test
    void what_shrinks_is_deflated_and_what_does_not_is_stored() throws Exception {
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        String text = pool("many words ".repeat(20_000).getBytes(StandardCharsets.UTF_8));
        String picture = pool(noise);
        String tiny = pool(new byte[] {1});
        String empty = pool(new byte[0]);
        Path file = folder.resolve("a.mbz");
        try (ArchiveZip zip = new ArchiveZip(file)) {
            FilePool pool = new FilePool(folder);
            for (String hash : new String[] {text, picture, tiny, empty}) {
                assertThat(pool.copy(hash, zip, new ContentCount())).isTrue();
            }
            assertThat(zip.entries()).isEqualTo(4);
            zip.finish();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(entry(zip, text).getMethod()).isEqualTo(ZipEntry.DEFLATED);
            assertThat(entry(zip, text).getCompressedSize()).isLessThan(10_000);
            assertThat(entry(zip, picture).getMethod()).isEqualTo(ZipEntry.STORED);
            assertThat(zip.getInputStream(entry(zip, picture)).readAllBytes()).isEqualTo(noise);
            assertThat(zip.getInputStream(entry(zip, tiny)).readAllBytes()).containsExactly(1);
            assertThat(zip.getInputStream(entry(zip, empty)).readAllBytes()).isEmpty();
        }
    }

    @Test
    void an_archive_is_nothing_for_users_outside_of_its_group() throws Exception {
        Path file = folder.resolve("a.mbz");
        new ArchiveZip(file).close();

        assertThat(Files.getPosixFilePermissions(file))
                .noneMatch(right -> right.name().startsWith("OTHERS"));
    }

    @Test
    void a_content_that_is_not_what_its_name_says_is_noticed() throws Exception {
        String hash = pool("the real one".getBytes(StandardCharsets.UTF_8));
        FilePool pool = new FilePool(folder);
        Files.writeString(pool.path(hash), "another one!");
        try (ArchiveZip zip = new ArchiveZip(folder.resolve("a.mbz"))) {
            assertThat(pool.has(hash)).isTrue();
            assertThat(pool.copy(hash, zip, new ContentCount())).isFalse();
        }
    }

    @Test
    void a_content_counts_as_missing_when_it_is_gone_or_a_folder() throws Exception {
        String hash = pool("twelve bytes".getBytes(StandardCharsets.UTF_8));
        FilePool pool = new FilePool(folder);
        assertThat(pool.has(hash)).isTrue();
        Files.delete(pool.path(hash));
        assertThat(pool.has(hash)).isFalse();
        Files.createDirectory(pool.path(hash));
        assertThat(pool.has(hash)).isFalse();
    }

    @Test
    void more_entries_than_an_old_zip_file_can_count_are_read_back() throws Exception {
        Path file = folder.resolve("many.mbz");
        int count = 65_600;
        try (ArchiveZip zip = new ArchiveZip(file)) {
            for (int i = 0; i < count; i++) {
                try (OutputStream out = zip.entry("files/" + i, false)) {
                    out.write(i);
                }
            }
            zip.finish();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(count);
            assertThat(zip.getInputStream(zip.getEntry("files/65599")).readAllBytes())
                    .containsExactly((byte) 65_599);
        }
    }

    @Test
    void a_file_that_is_there_already_is_never_written_over() throws Exception {
        Path file = Files.writeString(folder.resolve("a.mbz"), "somebody's");
        assertThatThrownBy(() -> new ArchiveZip(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(file).hasContent("somebody's");
    }

    private static ZipEntry entry(ZipFile zip, String hash) {
        return zip.getEntry("files/" + hash.substring(0, 2) + "/" + hash);
    }

    private String pool(byte[] content) throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
        Path path = new FilePool(folder).path(hash);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        return hash;
    }
}
