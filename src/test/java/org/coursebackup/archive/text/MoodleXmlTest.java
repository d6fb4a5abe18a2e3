package org.coursebackup.archive.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The bytes of documents. */
class MoodleXmlTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void containers_close_on_a_line_of_their_own_fields_on_one_line_and_every_bracket_is_escaped() throws IOException {
        try (MoodleXml xml = new MoodleXml(out, null)) {
            xml.open("forum", "id", "7", "kind", "a \"b\" & <c>", "none", null);
            xml.field("intro", "<p>Garden & bakery ]]> \"don't\"</p>");
            xml.field("name", "Grüße \u0085\u2028 \ud83d\ude00 & < no bracket");
            xml.field("empty", "");
            xml.field("nothing", null);
            xml.field("password", "x", "encrypted");
            xml.open("posts").close("posts");
            xml.close("forum");
        }

        assertThat(written()).isEqualTo("""
                        <?xml version="1.0" encoding="UTF-8"?>
                        <forum id="7" kind="a &quot;b&quot; &amp; &lt;c>" none="">
                          <intro>&lt;p&gt;Garden &amp; bakery ]]&gt; "don't"&lt;/p&gt;</intro>
                          <name>Grüße &#x85;\u2028 \ud83d\ude00 &amp; &lt; no bracket</name>
                          <empty></empty>
                          <nothing>$@NULL@$</nothing>
                          <password encrypted="true">x</password>
                          <posts>
                          </posts>
                        </forum>""");
    }

    @Test
    void a_document_whose_row_is_gone_has_no_root_and_is_no_failure_here() throws IOException {
        new MoodleXml(out, null).close();

        assertThat(written()).isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    @Test
    void a_text_in_pieces_is_the_text() throws IOException {
        String text = "Long & <b>longer</b> ]]> \ud83d\ude00 ".repeat(2_000);
        try (MoodleXml xml = new MoodleXml(out, null)) {
            xml.open("page");
            xml.beginField("content");
            xml.text(text.substring(0, 20_001));
            xml.text(text.substring(20_001, 20_002));
            xml.text(text.substring(20_002));
            xml.endField();
            xml.close("page");
        }
        String pieces = written();
        out.reset();
        try (MoodleXml xml = new MoodleXml(out, null)) {
            xml.open("page").field("content", text).close("page");
        }

        assertThat(pieces)
                .isEqualTo(written())
                .contains(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    @Test
    void what_is_incidental_is_announced_when_everything_before_has_reached_the_stream() throws IOException {
        List<String> before = new ArrayList<>();
        try (MoodleXml xml =
                new MoodleXml(out, field -> before.add(field + ": " + written().replaceAll("(?s).*\\n", "")))) {
            xml.open("course").field("name", "Garden");
            xml.incidental("timemodified");
            xml.field("timemodified", "1");
            xml.incidental(null);
            xml.close("course");
        }

        assertThat(before)
                .containsExactly("timemodified:   <name>Garden</name>", "null:   <timemodified>1</timemodified>");
    }
}
