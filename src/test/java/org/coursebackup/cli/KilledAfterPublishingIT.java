package org.coursebackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.coursebackup.demo.DemoFolder;
import org.coursebackup.manifest.ManifestFile;

import static org.assertj.core.api.Assertions.assertThat;

/** A process killed at the worst moments: its archive has its final name, and not everybody knows. */
class KilledAfterPublishingIT {
    /** In the text of a course's last step before the moment. */
    private static final String PUBLISHED = "method: \"published(${variable.work.part}, ${variable.work.fileName})\"}";

    private static final String RECORDED = "- bean: {ref: outcome, method: published}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"65-publish.camel.yaml, before the history knows", "70-status.camel.yaml, before Moodle knows"})
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void the_next_run_accounts_for_the_archive_and_does_not_make_it_again(String file, String moment) throws Exception {
        KilledProgram program = new KilledProgram(folder, Map.of());

        program.killAfter(file, file.startsWith("65") ? PUBLISHED : RECORDED, "--course", "2");
        List<String> archives = archives(program.demo);
        assertThat(archives).as("the archive was published").hasSize(1);

        String said = program.run();

        assertThat(archives(program.demo)).as(() -> said).isEqualTo(archives);
        assertThat(one(
                        program.demo.embedded().database().url(),
                        "select laststatus from mdl_backup_courses where courseid = 2"))
                .isEqualTo("1");
        assertThat(one(
                        program.history(),
                        "select count(*) from archive a join outcome o on o.run_id = a.run_id and o.course_id ="
                                + " a.course_id where a.course_id = 2 and o.result = 'OK'"))
                .isEqualTo("1");
        assertThat(one(program.history(), "select count(*) from announced_archive"))
                .isEqualTo("0");
    }

    /** Of the course; the others are done meanwhile. */
    private static List<String> archives(DemoFolder demo) throws IOException {
        try (Stream<Path> files = Files.list(demo.backups())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("backup-moodle2-course-2-") && !name.endsWith(ManifestFile.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static String one(String url, String sql) throws Exception {
        try (Connection connection = url.contains("/own/")
                        ? DriverManager.getConnection(url, "sa", "secret")
                        : DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
