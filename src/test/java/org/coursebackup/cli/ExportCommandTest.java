package org.coursebackup.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.testsupport.AgeKeys;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code export} writes, and when it writes nothing. */
class ExportCommandTest extends OnDemoSite {
    private static final long DAY = 86_400;

    private Path to;

    @BeforeEach
    void start() throws IOException {
        to = Files.createDirectory(folder.resolve("exported"));
    }

    private Path backup(int number) throws IOException {
        return folder.resolve("backups").resolve(commands.backups().get(number));
    }

    private List<Path> exported() throws IOException {
        try (Stream<Path> files = Files.list(to)) {
            return files.toList();
        }
    }

    private static JdbcTemplate history() {
        return new JdbcTemplate(new DriverManagerDataSource(System.getProperty("history.db.url"), "", ""));
    }

    /** Makes an archive and has the history believe that it was made earlier. */
    private void backedUp(long daysAgo) {
        assertThat(commands.run("--course", "2")).isZero();
        history()
                .update(
                        "update archive set started = started - ?, made = made - ? where run_id ="
                                + " (select max(run_id) from archive)",
                        daysAgo * DAY,
                        daysAgo * DAY);
    }

    /** Changes a byte in the middle of an entry's data. */
    private static void damage(Path archive, String entry) throws IOException {
        byte[] all = Files.readAllBytes(archive);
        byte[] name = entry.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < all.length - name.length; at++) {
            if (all[at] == 'P'
                    && all[at + 1] == 'K'
                    && all[at + 2] == 3
                    && all[at + 3] == 4
                    && Arrays.equals(name, Arrays.copyOfRange(all, at + 30, at + 30 + name.length))) {
                try (FileChannel file = FileChannel.open(archive, StandardOpenOption.WRITE)) {
                    file.write(
                            ByteBuffer.wrap(new byte[] {(byte) (all[at + 100 + name.length] ^ 0x10)}),
                            at + 100L + name.length);
                }
                return;
            }
        }
        throw new AssertionError(entry);
    }

    private void takeAwayManifest(Path archive) throws IOException {
        Files.delete(ManifestFile.of(archive));
    }

    @Test
    void the_newest_archive_is_copied_byte_by_byte() throws Exception {
        backedUp(0);

        assertThat(commands.saidBy("export", "2", "--to", to.toString()))
                .contains("Course 2 as it was on ", "it is what was made, by its hash in the history", "restore ");
        assertThat(exported()).hasSize(1).first().satisfies(file -> assertThat(file)
                .hasFileName(commands.backups().get(0))
                .hasSameBinaryContentAs(backup(0)));
    }

    @Test
    void at_a_date_the_newest_archive_up_to_then_is_taken() throws Exception {
        backedUp(10);
        backedUp(5);
        String[] days = new String[2];
        for (int i = 0; i < 2; i++) {
            days[i] = LocalDate.now(ZoneId.systemDefault())
                    .minusDays(i == 0 ? 10 : 4)
                    .toString();
        }

        commands.saidBy(
                "export", "2", "--at", days[0], "--to", to.resolve("old.mbz").toString());
        commands.saidBy(
                "export", "2", "--at", days[1], "--to", to.resolve("new.mbz").toString());

        List<String> made = history().queryForList("select location from archive order by run_id", String.class);
        assertThat(to.resolve("old.mbz")).hasSameBinaryContentAs(Path.of(made.get(0)));
        assertThat(to.resolve("new.mbz")).hasSameBinaryContentAs(Path.of(made.get(1)));
        assertThat(commands.execute("export", "2", "--at", "2020-02-02", "--to", to.toString()))
                .isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("Course 2 has no good archive begun by 2020-02-02");
    }

    @Test
    void a_file_that_is_there_is_left_alone_unless_it_is_to_be_replaced() throws Exception {
        backedUp(0);
        Path there = Files.writeString(to.resolve("mine.mbz"), "mine");

        assertThat(commands.execute("export", "2", "--to", there.toString())).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("mine.mbz is there already, and was left as it is");
        assertThat(there).hasContent("mine");
        commands.saidBy("export", "2", "--to", there.toString(), "--overwrite");
        assertThat(there).hasSameBinaryContentAs(backup(0));
        assertThat(exported()).containsExactly(there);
    }

    @Test
    void of_a_damaged_archive_nothing_is_written() throws Exception {
        backedUp(0);
        damage(backup(0), "users.xml");

        assertThat(commands.execute("export", "2", "--to", to.toString())).isEqualTo(Main.FAILED);
        assertThat(commands.said())
                .contains("Nothing was written: ", "it is not what was made, by its hash in the history", "--at");
        assertThat(exported()).isEmpty();
    }

    @Test
    void an_archive_that_somebody_exchanged_is_not_handed_out_though_it_is_sound() throws Exception {
        backedUp(1);
        assertThat(commands.run("--course", "4")).isZero();
        Files.copy(backup(1), backup(0), StandardCopyOption.REPLACE_EXISTING);
        history().update("update archive set sha256 = null, bytes = ? where course_id = 2", Files.size(backup(0)));

        assertThat(commands.execute("export", "2", "--to", to.toString())).isEqualTo(Main.FAILED);
        assertThat(commands.said()).contains("it is not what was made, by its signed manifest");
        assertThat(exported()).isEmpty();
    }

    @Test
    void a_good_copy_at_the_second_target_is_taken_for_a_damaged_archive() throws Exception {
        Path second = Files.createDirectory(folder.resolve("second"));
        System.setProperty("backup.second-target", "file:" + second);
        backedUp(0);
        Path good = second.resolve(commands.backups().get(0));
        assertThat(good).exists();
        damage(backup(0), "users.xml");

        commands.saidBy("export", "2", "--to", to.toString());

        assertThat(exported().get(0)).hasSameBinaryContentAs(good);
    }

    @Test
    void an_activity_is_cut_out_under_moodles_name_and_reads_back_good() throws Exception {
        backedUp(0);

        assertThat(commands.saidBy("export", "2", "--activity", "8", "--to", to.toString()))
                .contains("The choice '", "what was read for it is what was made, by its signed manifest", "Merge");
        Path file = exported().get(0);
        assertThat(file.getFileName().toString()).matches("backup-moodle2-activity-8-choice8-\\d{8}-\\d{4}\\.mbz");
        assertThat(commands.saidBy("verify", file.toString())).contains(": good");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .contains("activities/choice_8/choice.xml", "users.xml", "moodle_backup.xml")
                    .noneMatch(name -> name.startsWith("course/") || name.startsWith("activities/forum"));
        }
    }

    @Test
    void an_activity_that_the_archive_does_not_have_is_wrong_usage() throws Exception {
        backedUp(0);

        assertThat(commands.execute("export", "2", "--activity", "999", "--to", to.toString()))
                .isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("has no activity 999, so nothing was written. 'show ");
        assertThat(exported()).isEmpty();
    }

    @Test
    void nothing_is_cut_out_of_what_is_damaged() throws Exception {
        backedUp(0);
        damage(backup(0), "users.xml");

        assertThat(commands.execute("export", "2", "--activity", "8", "--to", to.toString()))
                .isEqualTo(Main.FAILED);
        assertThat(commands.said()).contains("Nothing was written: ");
        assertThat(exported()).isEmpty();
    }

    @Test
    void what_is_cut_out_is_compared_with_the_signed_manifest() throws Exception {
        backedUp(0);
        Path other = folder.resolve("other.mbz");
        try (ZipFile zip = new ZipFile(backup(0).toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(other))) {
            for (ZipEntry entry : zip.stream().toList()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] content = zip.getInputStream(entry).readAllBytes();
                out.write(
                        entry.getName().endsWith("/choice.xml")
                                ? new String(content, StandardCharsets.UTF_8)
                                        .replace("<allowupdate>", "<allowupdate>1")
                                        .getBytes(StandardCharsets.UTF_8)
                                : content);
                out.closeEntry();
            }
        }
        Files.move(other, backup(0), StandardCopyOption.REPLACE_EXISTING);
        history().update("update archive set bytes = ? where course_id = 2", Files.size(backup(0)));

        assertThat(commands.execute("export", "2", "--activity", "8", "--to", to.toString()))
                .isEqualTo(Main.FAILED);
        assertThat(commands.said()).contains("choice.xml is not what was made, by the archive's manifest");
        takeAwayManifest(backup(0));
        assertThat(commands.saidBy("export", "2", "--activity", "8", "--to", to.toString()))
                .contains("by its own checksums");
    }

    @Test
    void encrypted_archives_are_handed_out_as_they_are_or_decrypted() throws Exception {
        AgeKeys keys = AgeKeys.in(folder, "key.txt");
        System.setProperty("encrypt.recipients", keys.recipient());
        backedUp(0);

        assertThat(commands.saidBy("export", "2", "--to", to.toString()))
                .contains("It is encrypted. Where the private key is: age -d -i key.txt ");
        assertThat(to.resolve(commands.backups().get(0))).hasSameBinaryContentAs(backup(0));
        assertThat(commands.execute("export", "2", "--activity", "8", "--to", to.toString()))
                .isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("is encrypted, so no activity can be cut out of it here");
        String identity = keys.identity().toString();
        assertThat(commands.saidBy("export", "2", "--identity", identity, "--to", to.toString()))
                .contains("it is what was made, by its hash in the history");
        assertThat(commands.saidBy("export", "2", "--activity", "8", "--identity", identity, "--to", to.toString()))
                .contains("The choice '");
        for (Path file : exported()) {
            if (file.toString().endsWith(".mbz")) {
                assertThat(commands.saidBy("verify", file.toString())).contains(": good");
            }
        }
        assertThat(exported()).hasSize(3);
    }
}
