package org.coursebackup.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.coursebackup.testsupport.TemporaryFolders;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

/** A file written through the buffer is what it should be, wherever the writer went back to. */
class BufferedFileTest {
    /** Goes back some bytes (not past the beginning), writes some bytes of one value there, then goes on at the end. */
    record Step(int back, int length, byte value) {}

    @Property(tries = 200)
    void what_is_written_forwards_and_backwards_is_what_the_file_holds(@ForAll("steps") List<Step> steps)
            throws IOException {
        Path folder = TemporaryFolders.create("buffered");
        Path path = folder.resolve("file");
        byte[] expected = new byte[0];
        try (BufferedFile file = new BufferedFile(FileChannel.open(path, CREATE_NEW, WRITE))) {
            for (Step step : steps) {
                int at = Math.max(0, expected.length - step.back());
                file.position(at);
                byte[] bytes = new byte[step.length()];
                Arrays.fill(bytes, step.value());
                assertThat(file.write(ByteBuffer.wrap(bytes))).isEqualTo(bytes.length);
                assertThat(file.position()).isEqualTo(at + bytes.length);
                expected = Arrays.copyOf(expected, Math.max(expected.length, at + bytes.length));
                System.arraycopy(bytes, 0, expected, at, bytes.length);
                file.position(expected.length);
                assertThat(file.size()).isEqualTo(expected.length);
            }
            file.force();
            assertThat(Arrays.equals(Files.readAllBytes(path), expected)).isTrue();
        } finally {
            Files.deleteIfExists(path);
            Files.delete(folder);
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> back =
                Arbitraries.oneOf(Arbitraries.just(0), Arbitraries.integers().between(0, 400_000));
        Arbitrary<Integer> length = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 3000), Arbitraries.integers().between(200_000, 600_000));
        return Combinators.combine(back, length, Arbitraries.bytes())
                .as(Step::new)
                .list()
                .ofMaxSize(12);
    }
}
