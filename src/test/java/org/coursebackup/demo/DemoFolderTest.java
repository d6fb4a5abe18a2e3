package org.coursebackup.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Clock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.coursebackup.settings.EmbeddedSite;

import static org.assertj.core.api.Assertions.assertThat;

class DemoFolderTest {
    @TempDir
    Path folder;

    @Test
    void the_site_is_made_once_and_kept() throws Exception {
        DemoFolder demo = new DemoFolder(folder);
        assertThat(demo.makeIfAbsent(Clock.systemUTC())).isTrue();
        assertThat(demo.makeIfAbsent(Clock.systemUTC())).isFalse();
        assertThat(folder.resolve("site.part")).doesNotExist();
    }

    @Test
    void what_an_interrupted_demo_left_is_made_anew() throws Exception {
        Files.createDirectories(folder.resolve("site.part/moodledata/filedir"));
        Files.writeString(folder.resolve("site.part/moodle.mv.db"), "half a database");
        assertThat(new DemoFolder(folder).makeIfAbsent(Clock.systemUTC())).isTrue();
    }

    @Test
    void its_settings_lead_to_the_courses() throws Exception {
        DemoFolder demo = new DemoFolder(folder);
        demo.makeIfAbsent(Clock.systemUTC());
        EmbeddedSite embedded = demo.embedded();
        try (Connection connection = embedded.database().connect();
                ResultSet courses = connection.createStatement().executeQuery("select count(*) from mdl_course")) {
            courses.next();
            assertThat(courses.getInt(1)).isEqualTo(9);
        }
        assertThat(embedded.site().filedir()).isDirectory();
    }
}
