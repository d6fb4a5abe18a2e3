package org.coursebackup.flow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/** Large files that do not shrink, put into courses in place of the demo site's small ones. */
final class LargeContents {
    static final int BYTES = 300_000;

    private final TestSite site;

    LargeContents(TestSite site) {
        this.site = site;
    }

    /** The bytes of a content; the same for the same seed. */
    static byte[] noise(int seed) {
        byte[] noise = new byte[BYTES];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    /** Where a pool, Moodle's or that of a target, has a content. */
    static Path place(Path pool, String hash) {
        return pool.resolve(hash.substring(0, 2)).resolve(hash.substring(2, 4)).resolve(hash);
    }

    /** Puts a large file into a course; returns the SHA-1 of its content. */
    String put(int seed, long course) throws Exception {
        byte[] noise = noise(seed);
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(noise));
        Files.createDirectories(file(hash).getParent());
        Files.write(file(hash), noise);
        link(hash, course);
        return hash;
    }

    /** The file in Moodle's pool. */
    Path file(String hash) {
        return place(site.moodle.site().filedir(), hash);
    }

    /** Gives a file of a course that content. */
    void link(String hash, long course) {
        Long file = site.database.queryForObject(
                "select min(f.id) from mdl_files f join mdl_context c on c.id = f.contextid where f.filename <> '.'"
                        + " and f.referencefileid is null and f.filesize <> ? and (c.path like (select"
                        + " concat(x.path, '/%') from mdl_context x where x.contextlevel = 50 and x.instanceid = ?))"
                        + " and f.component like 'mod_%' and f.filearea in ('content', 'intro', 'attachment')",
                Long.class, BYTES, course);
        site.database.update(
                "update mdl_files set source = contenthash, license = cast(filesize as char(20)), contenthash = ?,"
                        + " filesize = ? where id = ?",
                hash,
                BYTES,
                file);
    }

    /** Gives the file back the content that it had. */
    void unlink(String hash) {
        site.database.update(
                "update mdl_files set contenthash = source, filesize = cast(trim(license) as bigint), source = null,"
                        + " license = null where contenthash = ?",
                hash);
    }
}
