package org.coursebackup.share;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.testsupport.ReflinkFileSystem;

import static org.assertj.core.api.Assertions.assertThat;

/** The real call on a real XFS. */
class ReflinkIT {
    private static final int BYTES = 40 << 20;

    @TempDir
    Path folder;

    private final FileSystemCloner cloner = new FileSystemCloner();
    private final byte[] content = new byte[BYTES];
    private ReflinkFileSystem xfs;
    private Path source;

    @BeforeEach
    void mount() throws Exception {
        Path place = Files.createDirectory(folder.resolve("xfs"));
        xfs = ReflinkFileSystem.over(place, 512);
        new Random(3).nextBytes(content);
        source = Files.write(place.resolve("quelle-ä"), content);
    }

    @AfterEach
    void unmount() {
        if (xfs != null) {
            xfs.close();
        }
    }

    @Test
    void blocks_are_shared_and_each_file_is_its_own_from_then_on() throws Exception {
        Path target = Files.write(source.resolveSibling("ziel-ü"), new byte[4096]);
        long before = xfs.used();

        assertThat(cloner.clone(source, 8192, target, 4096, BYTES - 8192)).isTrue();
        cloner.done(target);

        assertThat(xfs.used() - before).isLessThan(BYTES / 20);
        byte[] read = Files.readAllBytes(target);
        assertThat(Arrays.copyOfRange(read, 4096, read.length))
                .isEqualTo(Arrays.copyOfRange(content, 8192, content.length));
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[10_000]), 20_000);
        }
        assertThat(Files.readAllBytes(target)).isEqualTo(read);
    }

    @Test
    void what_the_system_refuses_changes_nothing() throws Exception {
        Path target = Files.write(source.resolveSibling("target"), new byte[] {1, 2, 3});
        Path elsewhere = Files.write(folder.resolve("elsewhere"), new byte[8192]);

        assertThat(cloner.clone(source, 100, target, 0, 4096)).as("no block").isFalse();
        assertThat(cloner.clone(source, BYTES, target, 0, 4096))
                .as("behind its end")
                .isFalse();
        assertThat(cloner.clone(elsewhere, 0, target, 0, 4096))
                .as("another file system")
                .isFalse();

        cloner.done(target);
        assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
    }
}
