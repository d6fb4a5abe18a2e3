package org.coursebackup.archive;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.ColumnChange;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.testsupport.Disturbance;
import org.coursebackup.testsupport.TemporaryFolders;

import static org.assertj.core.api.Assertions.assertThat;

/** A fingerprint differs whenever, and only if, the documents of the archive do. */
class UnchangedArchiveIT {
    private static final long EVERYTHING = 10;
    private static final long[] COURSES = {2, 3, 5, 10, 10};
    private static final DemoMoodle MOODLE = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);
    /** Fields of users.xml that say nothing about the course. */
    private static final String INCIDENTAL = "<(firstaccess|lastaccess|lastlogin|currentlogin|lastip)>[^<]*</(\\1)>";

    /** An archive's documents as text, or the message that there is none. */
    private record Made(SortedMap<String, String> documents, String fingerprint, List<String> warnings) {}

    @Test
    void whatever_column_of_whatever_table_changes_the_fingerprint_changes_with_the_documents() throws Exception {
        Set<String> read = new CourseArchiver(MOODLE.pool(), MOODLE.site(), null, DemoMoodle.CLOCK).tablesRead();
        Map<String, Integer> outcomes = new TreeMap<>();
        Set<String> seen = new TreeSet<>();
        try (Connection connection = MOODLE.pool().getConnection()) {
            Made before = make(EVERYTHING);
            for (ColumnChange change : ColumnChange.all(connection)) {
                if (!read.contains(change.table().replaceFirst("^mdl_", "")) || !change.make()) {
                    continue;
                }
                try {
                    Made after = make(EVERYTHING);
                    String outcome = compare(before, after, change.toString());
                    outcomes.merge(outcome, 1, Integer::sum);
                    if (outcome.equals("changed")) {
                        seen.add(change.table());
                    }
                } finally {
                    change.undo();
                }
            }
            assertThat(compare(before, make(EVERYTHING), "everything was undone"))
                    .isEqualTo("equal");
        }
        assertThat(outcomes.get("changed")).as(outcomes.toString()).isGreaterThan(1_000);
        assertThat(outcomes.get("equal")).isPositive();
        assertThat(seen).hasSizeGreaterThan(150);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void whatever_rows_a_site_has_the_fingerprint_changes_with_the_documents(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int changes) throws Exception {
        long course = COURSES[Math.floorMod(seed, COURSES.length)];
        try (Connection connection = MOODLE.pool().getConnection();
                Disturbance disturbance = new Disturbance(connection, seed, course)) {
            Made before = make(course);
            Made quiet = make(course);
            assertThat(compare(before, quiet, "nothing")).isEqualTo("equal");
            disturbance.disturb(changes);
            Made after = make(course);
            compare(before, after, disturbance.toString());
            compare(after, make(course), "nothing since then");
        }
    }

    @ParameterizedTest
    @EnumSource(DatabaseKind.class)
    void on_each_database_an_archive_made_again_is_unchanged_and_a_change_is_noticed(DatabaseKind kind)
            throws Exception {
        Path folder = TemporaryFolders.create("fingerprint");
        try (DemoMoodle moodle = DemoMoodle.fresh(kind, 1, DemoMoodle.CLOCK, EverythingElse::in);
                Connection connection = moodle.pool().getConnection()) {
            CourseArchiver archiver = new CourseArchiver(moodle.pool(), moodle.site(), null, DemoMoodle.CLOCK);
            for (long course : new long[] {1, 2, 3, 4, 5, 7, 10}) {
                ArchiveReport first = archiver.archive(
                        course,
                        "first",
                        ArchiveSettings.everything(),
                        folder.resolve(course + "-first"),
                        new Reference(true, null));
                ArchiveReport second = archiver.archive(
                        course,
                        "second",
                        ArchiveSettings.everything(),
                        folder.resolve(course + "-second"),
                        new Reference(true, first.fingerprint()));
                assertThat(second.unchanged()).as("course %s", course).isTrue();

                connection
                        .createStatement()
                        .executeUpdate("update mdl_course set summary = concat(summary, 'x') where id = " + course);
                assertThat(archiver.archive(
                                        course,
                                        "third",
                                        ArchiveSettings.everything(),
                                        folder.resolve(course + "-third"),
                                        new Reference(true, first.fingerprint()))
                                .unchanged())
                        .as("course %s", course)
                        .isFalse();
            }
        } finally {
            TemporaryFolders.delete(folder);
        }
    }

    /** What became of it; fails where documents and fingerprints disagree. */
    private static String compare(Made before, Made after, String what) {
        if (before.fingerprint == null || after.fingerprint == null) {
            for (Made made : List.of(before, after)) {
                assertThat(made.fingerprint == null)
                        .as("no fingerprint, so there is a warning after%n%s", what)
                        .isEqualTo(!made.warnings.isEmpty());
            }
            return "warned";
        }
        boolean equal = before.documents.equals(after.documents);
        assertThat(after.fingerprint.equals(before.fingerprint))
                .as(
                        "documents are %s, so fingerprints should be, after%n%s%n%s",
                        equal ? "equal" : "different", what, differing(before, after))
                .isEqualTo(equal);
        return equal ? "equal" : "changed";
    }

    private static List<String> differing(Made before, Made after) {
        List<String> names = new ArrayList<>(new TreeSet<>(after.documents.keySet()));
        names.removeIf(name -> after.documents.get(name).equals(before.documents.get(name)));
        return names;
    }

    private static Made make(long course) throws Exception {
        Path folder = TemporaryFolders.create("fingerprint");
        Path archive = folder.resolve("course.mbz");
        try {
            ArchiveReport report = new CourseArchiver(MOODLE.pool(), MOODLE.site(), null, DemoMoodle.CLOCK)
                    .archive(course, "course.mbz", ArchiveSettings.everything(), archive, new Reference(false, null));
            return new Made(documents(archive), report.fingerprint(), report.warnings());
        } catch (ArchiveException told) {
            return new Made(new TreeMap<>(), null, List.of(told.getMessage()));
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(folder);
        }
    }

    private static SortedMap<String, String> documents(Path archive) throws Exception {
        SortedMap<String, String> documents = new TreeMap<>();
        Map<String, Integer> order = new HashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (var entry : zip.stream().toList()) {
                order.put(entry.getName(), order.size());
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                documents.put(
                        entry.getName(),
                        entry.getName().equals("users.xml")
                                ? text.replaceAll(INCIDENTAL, "<$1/>")
                                : text.replaceFirst("backup_id=\"[0-9a-f]*\"", ""));
            }
        }
        assertThat(order).isNotEmpty();
        return documents;
    }
}
