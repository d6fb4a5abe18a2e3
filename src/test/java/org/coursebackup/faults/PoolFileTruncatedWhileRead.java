package org.coursebackup.faults;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThat;

/** A large file of the pool gets shorter while it is being packed. */
@Scenario
class PoolFileTruncatedWhileRead {
    private static final Pattern ARCHIVE = Pattern.compile("WARNING, (backup-moodle2-course-8-\\S+\\.mbz(\\.age)?)");

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
            int named = 0;
            for (int tries = 0; named < Seeded.count(10, 1) && tries < 2 * Seeded.count(10, 1) + 2; tries++) {
                Files.write(file, content);
                try (Program run = night.site.begin("run", "--course", "8", "--force")) {
                    long begun = 1L + night.random.nextInt(BYTES / 2);
                    while (largestPart(night.site.backups) < begun && run.process.isAlive()) {
                        LockSupport.parkNanos(500_000);
                    }
                    long left = night.random.nextInt(BYTES);
                    try (RandomAccessFile shortened = new RandomAccessFile(file.toFile(), "rw")) {
                        shortened.setLength(left);
                    }
                    int code = run.end(Duration.ofMinutes(3));
                    // another of its files is always missing
                    assertThat(code).as(run.printed()).isEqualTo(3);
                    night.invariants.hold(run.printed());
                    boolean late = !warned(night.site, hash);
                    // on a busy machine all of it may have been read before it got shorter
                    assertThat(manifest(night.site, run.printed()).contains(hash))
                            .as(run.printed())
                            .isEqualTo(late);
                    named += late ? 0 : 1;
                    Seeded.say(
                            "%s: truncated to %,d of %,d bytes: %s",
                            kind, left, BYTES, late ? "it had been read" : "named, status 4");
                }
            }
            assertThat(named).as("truncated while being read").isPositive();
        }
    }

    /** Of the archive that a run of course 8 names. */
    private static String manifest(Installation site, String printed) throws Exception {
        Matcher name = ARCHIVE.matcher(printed);
        assertThat(name.find()).as(printed).isTrue();
        return Files.readString(ManifestFile.of(site.backups.resolve(name.group(1))));
    }

    /** The log has only the first warning. */
    private static boolean warned(Installation site, String hash) {
        return new JdbcTemplate(site.history())
                        .queryForList(
                                "select message from outcome_warning where course_id = 8"
                                        + " and run_id = (select max(run_id) from outcome where course_id = 8)",
                                String.class)
                        .stream()
                        .anyMatch(warning -> warning.contains(hash));
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
