package org.coursebackup.export;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.coursebackup.export.Choice.Fate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Documents are copied as they are, but for what is left out. */
class DocumentFilterTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String USERS = HEAD + """
            <users>
              <user id="1" contextid="5">
                <name>a &amp; b &lt; c &gt; d "e" 😀</name>
                <empty></empty>
                <blank> \n </blank>
                <tags>
                </tags>
              </user>
              <user id="2" contextid="&quot;&lt;">
                <name>$@NULL@$</name>
              </user>
            </users>""";

    private static String filtered(String document, Choice choice) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DocumentFilter.copy(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), out, choice);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_is_kept_keeps_every_character() throws IOException {
        assertThat(filtered(USERS, (path, attributes) -> Fate.KEEP)).isEqualTo(USERS);
    }

    @Test
    void a_container_whose_children_are_left_out_keeps_its_line_break() throws IOException {
        assertThat(filtered(USERS, (path, attributes) -> path.equals("users/user") ? Fate.DROP : Fate.KEEP))
                .isEqualTo(HEAD + "<users>\n</users>");
    }

    @Test
    void fields_decide_where_they_are_asked_and_texts_can_be_others() throws IOException {
        String kept = filtered(USERS, new Choice() {
            @Override
            public Fate fate(String path, Map<String, String> attributes) {
                return path.equals("users/user") ? Fate.LOOK : Fate.KEEP;
            }

            @Override
            public boolean keep(String path, Map<String, String> fields) {
                return fields.get("name").equals("$@NULL@$");
            }

            @Override
            public String text(String path, String text) {
                return path.equals("users/user/name") ? "<x>" : text;
            }
        });

        assertThat(kept)
                .isEqualTo(HEAD + "<users>\n  <user id=\"2\" contextid=\"&quot;&lt;\">\n"
                        + "    <name>&lt;x&gt;</name>\n  </user>\n</users>");
    }

    @Test
    void long_texts_pass_through() throws IOException {
        String document = HEAD + "<a>\n  <b>" + "text &amp; more ".repeat(200_000) + "</b>\n</a>";

        assertThat(filtered(document, (path, attributes) -> Fate.KEEP)).isEqualTo(document);
    }

    @Test
    void a_damaged_document_is_refused() {
        assertThatThrownBy(() -> filtered(HEAD + "<users>\n  <user>", (path, attributes) -> Fate.KEEP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3");
    }
}
