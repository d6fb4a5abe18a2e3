package org.coursebackup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.coursebackup.manifest.ManifestFile;
import org.coursebackup.testsupport.DatabaseKind;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Each trouble that {@link Invariants} looks for is made by hand, since a check that cannot fail is none. */
@Scenario
@Tag("long")
class WhatInvariantsSee {
    @ParameterizedTest
    @MethodSource("org.coursebackup.faults.Seeded#one")
    void what_is_left_behind_or_lacking_is_named(DatabaseKind kind) throws Exception {
        try (Night night = new Night(this, kind)) {
            Path archive = archive(night.site.backups);
            for (String left : new String[] {
                "backup-moodle2-course-2-garden-20260101-0300.mbz.part",
                "backup-moodle2-course-2-garden-20260101-0300.mbz.age.part",
                "backup-moodle2-course-2-garden-20260101-0300.mbz.manifest.json",
                "backup-moodle2-course-2-garden-20260101-0300.mbz.manifest.json.part",
                ".publishing-backup-moodle2-course-2-garden-20260101-0300.mbz",
                archive.getFileName() + ".damaged",
                ".check1.tmp"
            }) {
                Path file = Files.createFile(night.site.backups.resolve(left));
                sees(night, "Left behind in the target folder: " + left);
                Files.delete(file);
            }
            Path drill = Files.createDirectory(night.site.backups.resolve(".spool-drill-1"));
            sees(night, "Left behind in the target folder: .spool-drill-1");
            Files.delete(drill);
            Path part = Files.createFile(night.site.folder.resolve("data/manifest.key.part"));
            sees(night, "Left behind beside the history: manifest.key.part");
            Files.delete(part);

            Path manifest = ManifestFile.of(archive);
            Path away = night.site.folder.resolve("away");
            Files.move(manifest, away);
            sees(night, "Without its manifest: " + archive.getFileName());
            Files.move(away, manifest);
            Files.move(archive, away);
            sees(night, "Left behind in the target folder: " + manifest.getFileName());
            sees(night, "had an archive and has none now");
            sees(night, archive.getFileName() + " was removed, and its course had no newer archive.");
        }
    }

    private static Path archive(Path backups) throws IOException {
        try (Stream<Path> all = Files.list(backups)) {
            return all.filter(file -> file.getFileName().toString().matches(".*\\.mbz(\\.age)?"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void sees(Night night, String trouble) {
        assertThatThrownBy(() -> night.invariants.hold("nothing"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(trouble);
    }
}
