package org.coursebackup.archive.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.coursebackup.archive.DefinitionFiles;
import org.coursebackup.archive.definition.Condition;
import org.coursebackup.archive.definition.Definitions;
import org.coursebackup.archive.definition.LinkDefinition;
import org.coursebackup.archive.site.SiteConfig;

import static org.assertj.core.api.Assertions.assertThat;

/** The program's own link rules, on a site at https://campus.example.org/moodle; the course has id 7. */
class LinkEncoderTest {
    private static final String ROOT = "https://campus.example.org/moodle";
    private static final LinkEncoder ENCODER = encoder(ROOT);

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/archive/links.csv", delimiter = '|', numLinesToSkip = 1)
    void a_link_becomes_its_placeholder(String text, String encoded) {
        assertThat(ENCODER.encode(text.replace("W/", ROOT + "/"), 7)).isEqualTo(encoded.replace("W/", ROOT + "/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "12345678901234567890123456789012345678901234567890",
                " 1.5e10 ",
                "https://campus.example.org/moodle"
            })
    void short_numeric_and_unlinked_texts_stay(String text) {
        assertThat(ENCODER.encode(text, 7)).isEqualTo(text);
    }

    @Test
    void a_text_is_looked_into_from_32_bytes_on() {
        LinkEncoder encoder = encoder("http://a.b");
        assertThat(encoder.encode("http://a.b/course/view.php?id=5", 7))
                .hasSize(31)
                .isEqualTo("http://a.b/course/view.php?id=5");
        assertThat(encoder.encode("http://a.b/course/view.php?id=55", 7)).isEqualTo("$@COURSEVIEWBYID*55@$");
        assertThat(encoder.encode("http://a.b/course/view.php?id=5\u00E9", 7))
                .as("bytes, not characters")
                .isEqualTo("$@COURSEVIEWBYID*5@$\u00E9");
    }

    @Test
    void links_to_the_course_count_in_both_schemes_and_links_to_activities_only_as_the_site_is_configured() {
        String plain = "http://campus.example.org/moodle";
        assertThat(ENCODER.encode(plain + "/course/view.php?id=5", 7)).isEqualTo("$@COURSEVIEWBYID*5@$");
        assertThat(ENCODER.encode(plain + "/mod/page/view.php?id=5", 7)).isEqualTo(plain + "/mod/page/view.php?id=5");
        assertThat(encoder(plain).encode(ROOT + "/mod/page/view.php?id=5", 7))
                .isEqualTo(ROOT + "/mod/page/view.php?id=5");
    }

    @Test
    void characters_of_the_address_that_mean_something_in_patterns_are_taken_literally() {
        assertThat(encoder("https://a.b/(x)+").encode("https://a.b/(x)+/mod/page/view.php?id=5", 7))
                .isEqualTo("$@PAGEVIEWBYID*5@$");
        assertThat(encoder("https://a.bcd.org").encode("https://aXbcd.org/mod/page/view.php?id=5", 7))
                .isEqualTo("https://aXbcd.org/mod/page/view.php?id=5");
    }

    @Test
    void rules_of_modules_that_are_not_installed_do_not_exist() {
        LinkEncoder encoder = new LinkEncoder(ROOT, List.of(), flag -> true);
        assertThat(encoder.encode(ROOT + "/mod/page/view.php?id=5", 7)).isEqualTo(ROOT + "/mod/page/view.php?id=5");
    }

    private static boolean holdsIn45(String flag) {
        String[] words = flag.split(":");
        return switch (words[0]) {
            case "since" -> SiteConfig.branch(words[1]) <= 405;
            case "until" -> SiteConfig.branch(words[1]) >= 405;
            default -> throw new IllegalArgumentException(flag);
        };
    }

    private static LinkEncoder encoder(String root) {
        try {
            Map<String, List<LinkDefinition>> links = new TreeMap<>(
                    Definitions.read(DefinitionFiles.own(), Map.of()).links());
            return new LinkEncoder(root, new ArrayList<>(links.values()), LinkEncoderTest::holdsIn45);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void three_numbers_a_fragment_and_pages_of_another_activity_are_replaced() {
        LinkEncoder encoder = new LinkEncoder(
                "https://campus.example.org",
                List.of(List.of(
                        link("view.php?d=N&view=M&filter=L", "DFVIEW"),
                        link("../../mod/forum/discuss.php?d=N#M", "INSIDE"),
                        link("../../mod/forum/discuss.php?d=N", "DISCUSSION"))),
                flag -> true);

        assertThat(encoder.encode("at https://campus.example.org/mod/datalynx/view.php?d=1&amp;view=22&filter=333.", 2))
                .isEqualTo("at $@DFVIEW*1*22*333@$.");
        assertThat(encoder.encode("https://campus.example.org/mod/forum/discuss.php?d=7#88", 2))
                .isEqualTo("$@INSIDE*7*88@$");
        assertThat(encoder.encode("https://campus.example.org/mod/forum/discuss.php?d=7", 2))
                .isEqualTo("$@DISCUSSION*7@$");
    }

    private static LinkDefinition link(String url, String placeholder) {
        return new LinkDefinition("datalynx", url, placeholder, false, false, Condition.ALWAYS);
    }
}
