package org.coursebackup.archive;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class DefinitionFolderTest {
    @TempDir
    Path folder;

    private Path generated;

    @BeforeEach
    void make_the_folder() throws Exception {
        generated = Files.createDirectory(folder.resolve(DefinitionFiles.GENERATED));
    }

    private void describe(String activity, String versions) throws Exception {
        Files.writeString(
                generated.resolve("mod_" + activity + ".yaml"), "activity: " + activity + "\ncolumns: name\n");
        Path part = Files.writeString(generated.resolve("part"), versions);
        Files.move(
                part,
                generated.resolve(DefinitionFiles.VERSIONS),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void a_site_that_is_described_while_the_program_runs_needs_no_restart() throws Exception {
        DefinitionFolder definitions = new DefinitionFolder(folder);
        assertThat(definitions.read().definitions().activity("diary")).isNull();

        describe("diary", "moodle 1\n");
        DefinitionFolder.Read first = definitions.read();
        assertThat(first.definitions().activity("diary")).isNotNull();
        assertThat(definitions.read()).isSameAs(first);

        describe("almanac", "moodle 2\n");
        assertThat(definitions.read().definitions().activity("almanac")).isNotNull();
    }

    @Test
    void files_are_taken_over_only_with_the_sign_that_all_are_there() throws Exception {
        describe("diary", "moodle 1\n");
        DefinitionFolder definitions = new DefinitionFolder(folder);

        Files.writeString(generated.resolve("mod_almanac.yaml"), "activity: almanac\ncolumns: name\n");

        assertThat(definitions.read().definitions().activity("almanac")).isNull();
    }

    @Test
    void what_cannot_be_read_leaves_the_former_definitions_in_force_and_says_so() throws Exception {
        describe("diary", "moodle 1\n");
        DefinitionFolder definitions = new DefinitionFolder(folder);
        Files.createDirectory(generated.resolve("mod_folder.yaml"));

        describe("almanac", "moodle 2\n");

        DefinitionFolder.Read read = definitions.read();
        assertThat(read.definitions().activity("diary")).isNotNull();
        assertThat(read.definitions().activity("almanac")).isNull();
        assertThat(read.problems()).singleElement().asString().contains("can't be read", "the former ones were used");
        Files.delete(generated.resolve("mod_folder.yaml"));
        assertThat(definitions.read().definitions().activity("almanac")).isNotNull();
    }

    @Test
    void without_a_folder_there_are_the_programs_own() throws Exception {
        assertThat(new DefinitionFolder(null).read().definitions().activity("forum"))
                .isNotNull();
    }
}
