package org.coursebackup.architecture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What administrators get. */
class PackagedJarIT {
    private JarFile jar;

    @BeforeEach
    void open() throws IOException {
        jar = new JarFile("target/moodle-course-backup.jar");
    }

    @AfterEach
    void close() throws IOException {
        jar.close();
    }

    @Test
    void licences_that_have_to_come_with_it_are_in_the_jar() throws IOException {
        assertThat(text("META-INF/LICENSE")).contains("Apache License", "Version 2.0");
        assertThat(text("META-INF/NOTICE")).contains("moodle-course-backup", "MariaDB Connector/J", "Apache Camel");
        assertThat(text("META-INF/licenses/LGPL-2.1.txt")).contains("GNU LESSER GENERAL PUBLIC LICENSE");
        assertThat(text("META-INF/licenses/MPL-2.0.txt")).contains("Mozilla Public License Version 2.0");
    }

    @Test
    void every_library_is_listed_with_its_licence() throws IOException {
        JsonNode components = new ObjectMapper()
                .readTree(text("META-INF/sbom/application.cdx.json"))
                .get("components");
        Set<String> names = new HashSet<>();
        for (JsonNode component : components) {
            names.add(component.get("name").asText());
            assertThat(component.path("licenses"))
                    .as(component.get("purl").asText())
                    .isNotEmpty();
        }
        assertThat(names)
                .contains("camel-core", "mariadb-java-client", "h2", "netty-codec-http", "logback-classic")
                .doesNotContain("junit-jupiter", "c3p0", "mchange-commons-java");
    }

    @Test
    void what_nobody_uses_is_not_in_the_jar() {
        assertThat(jar.stream().map(ZipEntry::getName)).noneMatch(name -> List.of("com/mchange/", "org/junit/").stream()
                .anyMatch(name::startsWith));
    }

    private String text(String name) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
