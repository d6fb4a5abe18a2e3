package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.thin.ThinArchive;
import org.coursebackup.verify.ArchiveOverview;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** Commands on thin archives. */
class ThinCommandsTest extends OnDemoSite {

    private Path archive;

    @BeforeEach
    void makeArchive() throws IOException {
        System.setProperty("store.layout", "shared-pool");
        assertThat(commands.run("--course", "2")).isZero();
        archive = folder.resolve("backups").resolve(commands.backups().get(0));
        assertThat(archive.getFileName().toString()).endsWith(".mbz.thin");
    }

    @Test
    void show_counts_what_it_refers_to() throws Exception {
        assertThat(commands.saidBy("show", "2")).containsPattern("[1-9]\\d* contents of files with ");
        Path whole = folder.resolve("whole.mbz");
        commands.saidBy("restore", archive.toString(), "--to", whole.toString());
        String thin = line(commands.saidBy("show", archive.toString()), "contents of files");
        String complete = line(commands.saidBy("show", whole.toString()), "contents of files");
        assertThat(thin.substring(thin.indexOf("of which")))
                .isEqualTo(complete.substring(complete.indexOf("of which")));
    }

    @Test
    void restore_writes_the_complete_archive_and_says_how_that_gets_into_moodle() throws Exception {
        assertThat(commands.saidBy("restore", "2")).contains("is thin", "--to").doesNotContain("restore_backup.php");

        Path whole = folder.resolve("whole.mbz");
        assertThat(commands.saidBy("restore", "2", "--to", whole.toString()))
                .contains("restore_backup.php --file=" + whole);
        assertThat(new VerifyArchive().verify(whole).findings()).isEmpty();
        assertThat(commands.execute("restore", "2", "--to", whole.toString())).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("there is already something called " + whole);
        assertThat(new VerifyArchive().verify(whole).good())
                .as("it was not touched")
                .isTrue();
    }

    @Test
    void restore_hands_the_complete_archive_to_moodle_and_leaves_nothing_behind() throws Exception {
        Path code = folder.resolve("moodle");
        Files.createDirectories(code.resolve("admin/cli"));
        Files.writeString(code.resolve("config.php"), "");
        Path got = folder.resolve("got.mbz");
        Path php = Files.writeString(
                folder.resolve("php"),
                "#!/bin/sh\nfor word in \"$@\"; do case \"$word\" in --file=*) cp \"${word#--file=}\" " + got
                        + "; echo \"$word\" > " + folder.resolve("word") + ";; esac; done\n");
        assertThat(php.toFile().setExecutable(true)).isTrue();
        System.setProperty("moodle.dirroot", code.toString());
        System.setProperty("moodle.php", php.toString());

        commands.saidBy("restore", "2", "--category", "1", "--execute", "--yes");

        assertThat(new VerifyArchive().verify(got).findings()).isEmpty();
        String file = Files.readString(folder.resolve("word")).strip().substring("--file=".length());
        assertThat(file).endsWith(".mbz");
        assertThat(Path.of(file)).doesNotExist();
    }

    @Test
    void a_complete_archive_is_never_made_of_a_damaged_content() throws Exception {
        Files.writeString(content(), "another");
        Path whole = folder.resolve("whole.mbz");

        assertThat(commands.execute("restore", "2", "--to", whole.toString())).isEqualTo(Main.WRONG);
        assertThat(commands.said()).contains("damaged in the pool", "nothing is left of it");
        assertThat(whole).doesNotExist();
        assertThat(commands.execute("verify", archive.toString())).isEqualTo(Main.FAILED);
        assertThat(commands.said()).contains("NOT GOOD", "is damaged in the pool: ");
        assertThat(commands.execute("verify", folder.resolve("backups").toString()))
                .isEqualTo(Main.FAILED);
    }

    @Test
    void export_writes_the_complete_archive_and_cuts_activities_out_of_it() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        assertThat(commands.saidBy("export", "2", "--to", out.toString())).contains("its hash in the history");
        Path whole = out.resolve(ThinArchive.wholeName(archive.getFileName().toString()));
        assertThat(new VerifyArchive().verify(whole).findings()).isEmpty();

        ArchiveOverview overview = ArchiveOverview.of(archive);
        for (ArchiveOverview.Activity activity : overview.sections().stream()
                .flatMap(section -> section.activities().stream())
                .toList()) {
            Path cut = folder.resolve("cut-" + activity.courseModuleId() + ".mbz");
            commands.saidBy(
                    "export", "2", "--activity", String.valueOf(activity.courseModuleId()), "--to", cut.toString());
            assertThat(new VerifyArchive().verify(cut).good())
                    .as(activity.title())
                    .isTrue();
        }

        Files.writeString(content(), "another");
        Files.delete(whole);
        assertThat(commands.execute("export", "2", "--to", out.toString())).isEqualTo(Main.FAILED);
        assertThat(commands.said()).contains("damaged in the pool");
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void verify_reads_all_of_it_and_compare_compares_it() throws Exception {
        assertThat(commands.saidBy("verify", archive.toString())).contains("good", "it is what was made");
        Path whole = folder.resolve("whole.mbz");
        commands.saidBy("restore", "2", "--to", whole.toString());

        assertThat(commands.saidBy("compare", whole.toString(), archive.toString()))
                .contains("Equal: ");
        assertThat(commands.saidBy("diff", whole.toString(), archive.toString()))
                .contains("Nothing changed.");
        assertThat(commands.saidBy("pin", "2", "--label", "exams")).isNotBlank();
        assertThat(commands.saidBy("archives")).contains(archive.getFileName() + " (pinned (exams))", "good");
    }

    private Path content() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("backups/pool"))) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private static String line(String said, String with) {
        return said.lines().filter(line -> line.contains(with)).findFirst().orElseThrow();
    }
}
