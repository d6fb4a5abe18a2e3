package org.coursebackup.faults;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A large file of the pool gets shorter while it is being packed. */
@Scenario
class PoolFileTruncatedWhileRead {
    private static final int BYTES = Seeded.count(48, 16) << 20;

    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void the_archive_is_good_without_it_and_the_status_names_it(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            byte[] content = new byte[BYTES];
            night.random.nextBytes(content);
            String hash =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(content));
            Path file = night.site
                    .dataroot
                    .resolve("filedir")
                    .resolve(hash.substring(0, 2))
                    .resolve(hash.substring(2, 4))
                    .resolve(hash);
            Files.createDirectories(file.getParent());
            long row = night.site.database.queryForObject(
                    "select max(f.id) from mdl_files f join mdl_context c on c.id = f.contextid"
                            + " where f.component = 'mod_resource' and f.filename = 'bay.png'",
                    Long.class);
            night.site.database.update(
                    "update mdl_files set contenthash = ?, filesize = ? where id = ?", hash, BYTES, row);
            for (int i = 0; i < Seeded.count(10, 1); i++) {
                Files.write(file, content);
                long left;
                try (Program run = night.site.begin("run", "--course", "8", "--force")) {
                    long begun = 1L + night.random.nextInt(BYTES / 2);
                    while (largestPart(night.site.backups) < begun && run.process.isAlive()) {
                        LockSupport.parkNanos(500_000);
                    }
                    left = night.random.nextInt(BYTES);
                    try (RandomAccessFile shortened = new RandomAccessFile(file.toFile(), "rw")) {
                        shortened.setLength(left);
                    }
                    int code = run.end(Duration.ofMinutes(3));
                    assertThat(code).as(run.printed()).isEqualTo(3);
                    assertThat(run.printed()).contains(hash);
                    night.invariants.hold(run.printed());
                }
                Seeded.say("%s: truncated to %,d of %,d bytes: named, status 4", kind, left, BYTES);
            }
        }
    }

    private static long largestPart(Path backups) throws Exception {
        try (Stream<Path> files = Files.list(backups)) {
            long largest = 0;
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".part")).toList()) {
                largest = Math.max(largest, file.toFile().length());
            }
            return largest;
        }
    }
}
