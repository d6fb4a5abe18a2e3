package org.coursebackup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.springframework.jdbc.core.JdbcTemplate;

import org.coursebackup.encrypt.AgeFile;
import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.manifest.ManifestKey;
import org.coursebackup.manifest.TrustedKeys;
import org.coursebackup.manifest.VouchedArchive;
import org.coursebackup.store.ArchiveName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What has to be true whatever happened: no half archive under a final name, no status that is not true, no course that
 * is neither done nor due, no archive that nobody knows, none removed without a newer good one, none without its signed
 * manifest, no manifest without its archive, and nothing else in the target folder.
 *
 * <p>It looks at the folder, at Moodle's table and at the history, and believes none of them without the others. The
 * first promise and the last hold at every moment; the others once the next start is over.
 */
final class Invariants implements AutoCloseable {
    private static final Duration RETRY = Duration.ofMinutes(1);
    /** Whoever has it open has the lock; the file stays. */
    private static final String RUN_LOCK = ".run.lock";

    /** Beside the history, while nobody has it open. */
    private static final Set<String> OWN_FILES =
            Set.of("history.mv.db", "history.trace.db", "history.key", "manifest.key", "manifest.pub");

    private static final Duration REGULAR = Duration.ofHours(25);

    private final Installation site;
    private final TargetWatch watch;
    /** Archives found good, by name and size: they don't change. */
    private final Map<String, Long> good = new HashMap<>();
    /** What an encrypted archive decrypts to, while it is looked at. */
    private final Path plain;
    /** Courses that once had an archive: from then on they have one. */
    private final Set<Long> archived = new HashSet<>();

    Invariants(Installation site) throws IOException {
        this.site = site;
        plain = site.folder.resolveSibling("plain.mbz");
        watch = new TargetWatch(site.backups);
    }

    TargetWatch watch() {
        return watch;
    }

    /** Archives that were read back completely so far. */
    int verified() {
        return good.size();
    }

    /** What holds even while a process lies where it was killed. */
    void holdAtEveryMoment() throws IOException {
        List<String> troubles = new ArrayList<>(watch.troubles());
        archives(troubles);
        assertThat(troubles).as("right after the fault").isEmpty();
    }

    /** All of it, while no process is at work and the last one had its say. */
    void hold(String printed) throws Exception {
        List<String> troubles = new ArrayList<>(watch.troubles());
        Map<String, Long> files = archives(troubles);
        leftovers(files.keySet(), troubles);
        JdbcTemplate history = new JdbcTemplate(site.history());
        history(history, files, troubles);
        statuses(history, files, troubles);
        assertThat(troubles)
                .as(() -> "after the next start, which printed\n" + printed)
                .isEmpty();
    }

    /** Their sizes by name, each read back completely once. */
    private Map<String, Long> archives(List<String> troubles) throws IOException {
        Map<String, Long> files = new TreeMap<>();
        List<Path> archives;
        try (Stream<Path> all = Files.list(site.backups)) {
            archives = all.filter(file -> ArchiveName.fits(file.getFileName().toString()))
                    .toList();
        }
        TrustedKeys keys = new ManifestKey(site.folder.resolve("data/manifest.key")).trusted();
        Set<Long> courses = new HashSet<>();
        for (Path archive : archives) {
            String name = archive.getFileName().toString();
            long size = Files.size(archive);
            files.put(name, size);
            if (!Objects.equals(good.get(name), size)) {
                VouchedArchive found = read(archive, keys);
                if (found.verification().good() && found.verdict() == VouchedArchive.Verdict.VOUCHED) {
                    good.put(name, size);
                } else {
                    troubles.add("Under a final name, but not good: " + name + " "
                            + found.verification().findings() + " " + found.sentence());
                }
            } else if (!ManifestFile.exists(archive)) {
                troubles.add("Without its manifest: " + name);
            }
            ArchiveName.parse(name).ifPresent(parsed -> courses.add(parsed.courseId()));
        }
        archived.stream()
                .filter(course -> !courses.contains(course))
                .forEach(course -> troubles.add("Course " + course + " had an archive and has none now."));
        archived.addAll(courses);
        return files;
    }

    private VouchedArchive read(Path archive, TrustedKeys keys) throws IOException {
        if (!AgeFile.named(archive.getFileName().toString())) {
            return VouchedArchive.verify(archive, keys);
        }
        try {
            AgeFile.decrypt(archive, plain, site.keys.orElseThrow().identity());
            return VouchedArchive.decrypted(archive, plain, keys);
        } finally {
            Files.deleteIfExists(plain);
        }
    }

    /** Whatever is neither an archive nor its manifest: of encrypting, a drill, a re-reading or anything else. */
    private void leftovers(Set<String> archives, List<String> troubles) throws IOException {
        try (Stream<Path> all = Files.list(site.backups)) {
            all.map(file -> file.getFileName().toString())
                    .filter(name -> !archives.contains(name) && !name.equals(RUN_LOCK))
                    .filter(name -> !name.endsWith(ManifestFile.SUFFIX)
                            || !archives.contains(name.substring(0, name.length() - ManifestFile.SUFFIX.length())))
                    .forEach(name -> troubles.add("Left behind in the target folder: " + name));
        }
        try (Stream<Path> all = Files.list(site.folder.resolve("data"))) {
            all.map(file -> file.getFileName().toString())
                    .filter(name -> !OWN_FILES.contains(name))
                    .forEach(name -> troubles.add("Left behind beside the history: " + name));
        }
    }

    private void history(JdbcTemplate history, Map<String, Long> files, List<String> troubles) {
        history.queryForList("select id, started from run where state = 'running'")
                .forEach(run -> troubles.add("No process runs, but the history has a running run: " + run));
        history.queryForList("select run_id, course_id, file_name from announced_archive")
                .forEach(announced -> troubles.add("Announced and never accounted for: " + announced));
        Set<String> known = new HashSet<>();
        history.queryForList("select location, bytes from archive where removed is null")
                .forEach(row -> {
                    Path location = Path.of(row.get("LOCATION").toString());
                    if (location.getParent().equals(site.backups)) {
                        String name = location.getFileName().toString();
                        known.add(name);
                        if (!Objects.equals(files.get(name), row.get("BYTES"))) {
                            troubles.add("The history has " + name + " with " + row.get("BYTES")
                                    + " bytes, the folder: " + files.get(name));
                        }
                    }
                });
        files.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> troubles.add("In the folder, but unknown to the history: " + name));
    }

    private void statuses(JdbcTemplate history, Map<String, Long> files, List<String> troubles) {
        Instant now = Instant.now();
        Map<Long, Map<String, Object>> rows = new TreeMap<>();
        site.database
                .queryForList("select * from mdl_backup_courses")
                .forEach(row -> rows.put(number(row, "courseid"), row));
        for (long course : site.database.queryForList("select id from mdl_course order by id", Long.class)) {
            Map<String, Object> row = rows.remove(course);
            if (row == null) {
                troubles.add("Course " + course + " has no row in backup_courses.");
                continue;
            }
            String status = row.get("laststatus").toString();
            String words = "Course " + course + " " + row + ": ";
            Instant ended = Instant.ofEpochSecond(number(row, "lastendtime"));
            Instant next = Instant.ofEpochSecond(number(row, "nextstarttime"));
            List<String> results = history.queryForList(
                    "select result from outcome where course_id = ? order by run_id desc limit 1",
                    String.class,
                    course);
            String result = results.isEmpty() ? "nothing" : results.get(0);
            switch (status) {
                case "0" -> {
                    if (!Set.of("FAILED", "INTERRUPTED").contains(result)) {
                        troubles.add(words + "status 0, but to the history it is " + result);
                    }
                    if (next.isAfter(ended.plus(RETRY).plusSeconds(2)) && next.isAfter(now)) {
                        troubles.add(words + "failed and not due before " + next);
                    }
                }
                case "1", "4" -> {
                    if (!result.equals(status.equals("1") ? "OK" : "WARNING")) {
                        troubles.add(words + "to the history it is " + result);
                    }
                    newest(history, course, row, files, words, troubles);
                }
                case "3" -> {
                    if (!Set.of("SKIPPED", "UNCHANGED").contains(result)) {
                        troubles.add(words + "to the history it is " + result);
                    }
                }
                default -> troubles.add(words + "nobody is at work on it");
            }
            if (next.isAfter(now.plus(REGULAR))) {
                troubles.add(words + "it would not be due tomorrow");
            }
            if (ended.isAfter(now.plusSeconds(5))) {
                troubles.add(words + "it ended in the future");
            }
        }
        rows.values().forEach(row -> troubles.add("A row for no course: " + row));
    }

    /** OK means that there is an archive that was made when the row says so, and that it is the newest. */
    private static void newest(
            JdbcTemplate history,
            long course,
            Map<String, Object> row,
            Map<String, Long> files,
            String words,
            List<String> troubles) {
        List<Map<String, Object>> newest = history.queryForList(
                "select location, started, made from archive where course_id = ? and removed is null"
                        + " order by made desc, run_id desc limit 1",
                course);
        if (newest.isEmpty()) {
            troubles.add(words + "the history has no archive of it");
            return;
        }
        Map<String, Object> archive = newest.get(0);
        if (number(archive, "STARTED") != number(row, "laststarttime")
                || number(archive, "MADE") != number(row, "lastendtime")) {
            troubles.add(words + "its newest archive was made at another time: " + archive);
        }
        String name = Path.of(archive.get("LOCATION").toString()).getFileName().toString();
        if (!files.containsKey(name)) {
            troubles.add(words + "its archive is not there: " + name);
        }
        ArchiveName.parse(name)
                .filter(parsed -> parsed.courseId() != course)
                .ifPresent(other -> troubles.add(words + "its archive is another course's: " + name));
    }

    private static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
