package org.coursebackup.settings;

import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BuildTest {
    @Test
    void the_version_is_the_one_in_the_pom() throws Exception {
        var pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile());

        assertThat(Build.version())
                .isNotBlank()
                .isEqualTo(XPathFactory.newInstance().newXPath().evaluate("/project/version", pom));
    }
}
