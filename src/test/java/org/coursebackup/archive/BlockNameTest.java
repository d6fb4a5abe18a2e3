package org.coursebackup.archive;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.testsupport.Archives;
import org.coursebackup.testsupport.DatabaseKind;
import org.coursebackup.testsupport.DemoMoodle;
import org.coursebackup.verify.VerifyArchive;

import static org.assertj.core.api.Assertions.assertThat;

/** A block's name becomes part of a path in the archive, and a damaged database may contain any name. */
class BlockNameTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "a/b", "", "html\u0000", "tab\there"})
    void a_block_with_a_name_that_no_plugin_can_have_is_left_out_and_named(String name) throws Exception {
        DemoMoodle moodle = DemoMoodle.fresh(DatabaseKind.H2, 1);
        try (Connection connection = moodle.pool().getConnection();
                PreparedStatement rename = connection.prepareStatement(
                        "update mdl_block_instances set blockname = ? where blockname = 'html'")) {
            rename.setString(1, name);
            assertThat(rename.executeUpdate()).isPositive();
        }
        Path archive = folder.resolve("course.mbz");

        assertThat(Archives.make(moodle, 2, ArchiveSettings.everything(), archive)
                        .warnings())
                .singleElement()
                .asString()
                .startsWith("Block ")
                .contains("no plugin of Moodle can have");
        assertThat(new VerifyArchive().verify(archive).errors()).isEmpty();
    }
}
