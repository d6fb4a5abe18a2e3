package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.TreeMap;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.demo.EverythingElse;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;

import static org.assertj.core.api.Assertions.assertThat;

/** Two nights without a change give archives that can share all their common blocks. */
class DeterministicArchiveTest {
    private static final DemoMoodle MOODLE = DemoMoodle.fresh(DatabaseKind.H2, 1, DemoMoodle.CLOCK, EverythingElse::in);

    @TempDir
    Path folder;

    /** Everything that a zip says about an entry, except for where it is. */
    private record Entry(String name, int method, long time, String extra, List<Byte> raw) {}

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 10})
    void only_moodle_backup_xml_tells_that_an_archive_was_made_on_another_day(long course) throws Exception {
        List<Entry> first = entries(archive(course, "first.mbz", DemoMoodle.CLOCK));
        List<Entry> second = entries(archive(course, "second.mbz", Clock.offset(DemoMoodle.CLOCK, Duration.ofDays(1))));

        assertThat(second).hasSameSizeAs(first);
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            if (!first.get(i).equals(second.get(i))) {
                changed.add(first.get(i).name());
            }
        }
        assertThat(changed).containsExactly("moodle_backup.xml");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 10})
    void stored_contents_begin_at_a_block_of_the_file_system(long course) throws Exception {
        TreeMap<Long, String> stored = new TreeMap<>();
        try (ZipFile zip = ZipFile.builder()
                .setPath(archive(course, "aligned.mbz", DemoMoodle.CLOCK))
                .get()) {
            for (ZipArchiveEntry entry : all(zip)) {
                if (entry.getMethod() == ZipArchiveEntry.STORED) {
                    stored.put(entry.getDataOffset(), entry.getName());
                }
            }
        }
        assertThat(stored).isNotEmpty();
        assertThat(stored.keySet()).allMatch(offset -> offset % ArchiveZip.ALIGNMENT == 0);
    }

    private Path archive(long course, String name, Clock clock) throws Exception {
        Path archive = folder.resolve(name);
        new CourseArchiver(MOODLE.pool(), MOODLE.site(), null, clock)
                .archive(course, "same-name.mbz", ArchiveSettings.everything(), archive);
        return archive;
    }

    private static List<Entry> entries(Path archive) throws Exception {
        List<Entry> entries = new ArrayList<>();
        try (ZipFile zip = ZipFile.builder().setPath(archive).get()) {
            for (ZipArchiveEntry entry : all(zip)) {
                List<Byte> raw = new ArrayList<>();
                for (byte b : zip.getRawInputStream(entry).readAllBytes()) {
                    raw.add(b);
                }
                entries.add(new Entry(
                        entry.getName(),
                        entry.getMethod(),
                        entry.getTime(),
                        java.util.HexFormat.of().formatHex(entry.getCentralDirectoryExtra()),
                        raw));
            }
        }
        assertThat(Files.size(archive)).isPositive();
        return entries;
    }

    private static List<ZipArchiveEntry> all(ZipFile zip) {
        List<ZipArchiveEntry> entries = new ArrayList<>();
        Enumeration<ZipArchiveEntry> found = zip.getEntriesInPhysicalOrder();
        found.asIterator().forEachRemaining(entries::add);
        return entries;
    }
}
