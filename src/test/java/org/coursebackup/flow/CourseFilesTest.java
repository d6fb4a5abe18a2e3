package org.coursebackup.flow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.coursebackup.run.RunRequest;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.verify.ArchiveVerification;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** Moodle's own file area of a course, with the real route files. */
class CourseFilesTest {
    private static final String AREA = " from mdl_files where component = 'backup' and filearea = 'automated'";

    private TestSite site;
    private Path filedir;

    @BeforeEach
    void makeSite() throws Exception {
        site = new TestSite(DatabaseKind.H2);
        site.properties.setProperty("backup.storage", "course");
        site.properties.setProperty("keep.last", "1");
        filedir = site.moodle.site().dataroot().resolve("filedir");
        Files.setPosixFilePermissions(filedir, PosixFilePermissions.fromString("rwxrwx---"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void an_archive_lies_where_moodle_looks_for_it_and_nowhere_else() throws Exception {
        site.start();

        site.run(course(2));

        Map<String, Object> row = archiveRow();
        long context = context(2);
        assertThat(row)
                .containsEntry("contextid", context)
                .containsEntry("itemid", 0L)
                .containsEntry("filepath", "/")
                .containsEntry("mimetype", "application/vnd.moodle.backup")
                .containsEntry("status", 0L)
                .containsEntry("sortorder", 0L);
        assertThat(row.get("pathnamehash"))
                .isEqualTo(sha1(("/" + context + "/backup/automated/0/" + row.get("filename"))
                        .getBytes(StandardCharsets.UTF_8)));
        Path content = pool(row.get("contenthash"));
        assertThat(sha1(Files.readAllBytes(content))).isEqualTo(row.get("contenthash"));
        assertThat(row.get("filesize")).isEqualTo(Files.size(content));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(content)))
                .isEqualTo("rw-rw----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(content.getParent())))
                .isEqualTo("rwxrwx---");
        ArchiveVerification verification = new VerifyArchive().verify(content);
        assertThat(verification.good()).isTrue();
        assertThat(site.database.queryForObject(
                        "select count(*)" + AREA + " and filename = '.' and filesize = 0 and contenthash = ?",
                        Integer.class,
                        sha1(new byte[0])))
                .isEqualTo(1);
        assertThat(site.archives()).isEmpty();
        assertThat(leftovers()).isEmpty();
        assertThat(site.reader().archives(2)).singleElement().matches(archive -> archive.location()
                .startsWith("moodle-files:/" + context));
    }

    @Test
    void both_places_hold_the_same_archive() throws Exception {
        site.properties.setProperty("backup.storage", "both");
        site.start();

        site.run(course(2));

        Path file = site.folder.resolve("backups").resolve(site.archives().get(0));
        assertThat(file).hasSameBinaryContentAs(pool(archiveRow().get("contenthash")));
        assertThat(site.reader().archives(2)).hasSize(2);
    }

    @Test
    void the_older_archive_goes_to_the_trash_and_its_row_goes() throws Exception {
        String old = oldArchive("backup-moodle2-course-2-old-20250101-0300.mbz", "old content");
        site.start();

        site.run(course(2));

        assertThat(site.database.queryForObject("select count(*)" + AREA + " and filename <> '.'", Integer.class))
                .isEqualTo(1);
        assertThat(pool(old)).doesNotExist();
        assertThat(filedir.resolveSibling("trashdir")
                        .resolve(old.substring(0, 2))
                        .resolve(old.substring(2, 4))
                        .resolve(old))
                .hasContent("old content");
    }

    @Test
    void content_that_another_row_uses_stays() throws Exception {
        String old = oldArchive("backup-moodle2-course-2-old-20250101-0300.mbz", "shared content");
        row(5, "user", "private", "my copy.mbz", old);
        site.start();

        site.run(course(2));

        assertThat(pool(old)).hasContent("shared content");
        assertThat(site.database.queryForList(
                        "select filename from mdl_files where contenthash = ?", String.class, old))
                .containsExactly("my copy.mbz");
    }

    @Test
    void an_archive_that_has_aliases_stays() throws Exception {
        String name = "backup-moodle2-course-2-old-20250101-0300.mbz";
        String old = oldArchive(name, "aliased content");
        String reference = java.util.Base64.getEncoder()
                .encodeToString(("a:6:{s:9:\"contextid\";i:" + context(2)
                                + ";s:9:\"component\";s:6:\"backup\";s:6:\"itemid\";i:0;"
                                + "s:8:\"filearea\";s:9:\"automated\";s:8:\"filepath\";s:1:\"/\";"
                                + "s:8:\"filename\";s:" + name.length() + ":\"" + name + "\";}")
                        .getBytes(StandardCharsets.UTF_8));
        site.database.update(
                "insert into mdl_files_reference (id, repositoryid, reference, referencehash) values (77, 1, ?, ?)",
                reference,
                sha1(reference.getBytes(StandardCharsets.UTF_8)));
        row(6, "mod_resource", "content", "alias.mbz", old);
        site.database.update("update mdl_files set referencefileid = 77 where filename = 'alias.mbz'");
        site.start();

        site.run(course(2));

        assertThat(site.database.queryForList("select filename" + AREA + " and filename <> '.'", String.class))
                .hasSize(2)
                .contains(name);
    }

    @Test
    void a_pool_that_cannot_be_written_is_a_failed_course_with_a_reason_and_no_row() throws Exception {
        Files.createDirectories(filedir.resolve(".coursebackup-2.part").resolve("in the way"));
        site.start();

        site.run(course(2));

        assertThat(site.statuses()).containsEntry(2L, "0");
        assertThat(site.reader().course(2).orElseThrow().last().reason()).contains("file pool", "backup.storage");
        assertThat(site.database.queryForObject("select count(*)" + AREA + " and filename <> '.'", Integer.class))
                .isZero();
        assertThat(site.archives()).isEmpty();
    }

    private static RunRequest course(long id) {
        return new RunRequest(false, false, false, Set.of(id), "command");
    }

    private String oldArchive(String name, String content) throws Exception {
        String hash = sha1(content.getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(pool(hash).getParent());
        Files.writeString(pool(hash), content);
        row(context(2), "backup", "automated", name, hash);
        return hash;
    }

    private void row(long context, String component, String area, String name, String hash) throws Exception {
        site.database.update(
                "insert into mdl_files (id, contenthash, pathnamehash, contextid, component, filearea, itemid,"
                        + " filepath, filename,"
                        + " filesize, status, timecreated, timemodified, sortorder) select max(id) + 1, ?, ?,"
                        + " ?, ?, ?, 0, '/', ?, 11, 0, 1735700400,"
                        + " 1735700400, 0 from mdl_files",
                hash,
                sha1(("/" + context + "/" + component + "/" + area + "/0/" + name).getBytes(StandardCharsets.UTF_8)),
                context,
                component,
                area,
                name);
        site.database.execute("alter table mdl_files alter column id restart with 1000000");
    }

    private Map<String, Object> archiveRow() {
        return site.database.queryForMap("select *" + AREA + " and filename <> '.'");
    }

    private long context(long course) {
        return site.database.queryForObject(
                "select id from mdl_context where contextlevel = 50 and instanceid = ?", Long.class, course);
    }

    private Path pool(Object hash) {
        String name = hash.toString();
        return filedir.resolve(name.substring(0, 2))
                .resolve(name.substring(2, 4))
                .resolve(name);
    }

    private List<Path> leftovers() throws Exception {
        try (Stream<Path> files = Files.list(filedir)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static String sha1(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    }
}
