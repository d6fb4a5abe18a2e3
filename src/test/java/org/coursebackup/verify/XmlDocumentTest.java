package org.coursebackup.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is read, and what is refused as Moodle's reader would. */
class XmlDocumentTest {
    private static final XmlDocument.Listener NOBODY = new XmlDocument.Listener() {};

    private static void read(byte[] document) throws IOException {
        XmlDocument.read(new ByteArrayInputStream(document), NOBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "text",
                "<a>",
                "<a></b>",
                "<a><b></a></b>",
                "<a/><b/>",
                "<a/>text",
                "text<a/>",
                " <?xml version=\"1.0\"?><a/>",
                "<a b=1/>",
                "<a b='1' b='2'/>",
                "<a b='<'/>",
                "<a>&unknown;</a>",
                "<a>&amp</a>",
                "<a>& b</a>",
                "<a>&#0;</a>",
                "<a>&#x1;</a>",
                "<a>&#xD800;</a>",
                "<a>&#xFFFE;</a>",
                "<a>&#x110000;</a>",
                "<a>\u0000</a>",
                "<a>\u0001</a>",
                "<a>\u000b</a>",
                "<a>\u001f</a>",
                "<a>\uFFFE</a>",
                "<a>\uFFFF</a>",
                "<a b='\u0001'/>",
                "<a>]]></a>",
                "<a><![CDATA[x]]></a>",
                "<a><!-- x --></a>",
                "<!DOCTYPE a><a/>",
                "<a b='&unknown;'/>",
                "<1a/>",
                "<a<b/>",
                "<a></a",
                "<a>text</a><",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
                "<a><?xml version=\"1.0\"?></a>"
            })
    void what_is_not_well_formed_is_refused(String document) {
        assertThatThrownBy(() -> read(document.getBytes(StandardCharsets.UTF_8)))
                .as(document)
                .isInstanceOf(IOException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        for (int[] wrong : List.of(
                new int[] {0xff},
                new int[] {0xc0, 0x80},
                new int[] {0xe2, 0x82},
                new int[] {0xed, 0xa0, 0x80},
                new int[] {0xf5, 0x80, 0x80, 0x80},
                new int[] {0x80})) {
            byte[] document = new byte[wrong.length + 7];
            System.arraycopy("<a>".getBytes(StandardCharsets.UTF_8), 0, document, 0, 3);
            for (int i = 0; i < wrong.length; i++) {
                document[3 + i] = (byte) wrong[i];
            }
            System.arraycopy("</a>".getBytes(StandardCharsets.UTF_8), 0, document, 3 + wrong.length, 4);
            assertThatThrownBy(() -> read(document)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a/>",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a/>\n",
                "<a>\t\n\r \u0085\u00a0\u2028\ud83d\ude00\ud7ff\ue000\ufffd</a>",
                "<a b=\"&quot;&amp;&lt;&gt;&apos;&#10;&#x20;\">&#9;&#xD;&#128512;</a>",
                "<a:b c:d=\"1\"/>",
                "<a>]] ></a>"
            })
    void what_is_well_formed_is_read(String document) {
        assertThatCode(() -> read(document.getBytes(StandardCharsets.UTF_8)))
                .as(document)
                .doesNotThrowAnyException();
    }

    @Test
    void texts_come_whole_up_to_a_limit_however_they_are_buffered() throws IOException {
        String text = "Grüße &lt;&amp;&gt; 😀 ".repeat(150);
        String plain = "Grüße <&> 😀 ".repeat(150);
        List<String> leaves = new ArrayList<>();
        XmlDocument.read(
                new ByteArrayInputStream(("<a><b>" + text + "</b><c> </c></a>").getBytes(StandardCharsets.UTF_8)),
                new XmlDocument.Listener() {
                    @Override
                    public void leaf(int depth, String name, String value) {
                        leaves.add(name + "=" + value);
                    }
                });

        assertThat(leaves).containsExactly("b=" + plain, "c= ");
    }

    @Test
    void memory_does_not_grow_with_a_text_and_millions_of_entities_are_no_bomb() throws IOException {
        byte[] piece = "&lt;p&gt; &amp;nbsp; ".repeat(5_000).getBytes(StandardCharsets.UTF_8);
        long pieces = 400 * Runtime.getRuntime().maxMemory() / (512L << 20) + 100;
        InputStream text = new InputStream() {
            private long left = pieces * piece.length;

            @Override
            public int read() {
                throw new IllegalStateException("it is read in blocks");
            }

            @Override
            public int read(byte[] block, int offset, int length) {
                if (left == 0) {
                    return -1;
                }
                int at = (int) ((pieces * piece.length - left) % piece.length);
                int count = (int) Math.min(Math.min(length, left), piece.length - at);
                System.arraycopy(piece, at, block, offset, count);
                left -= count;
                return count;
            }
        };

        XmlDocument.read(
                new SequenceInputStream(
                        new SequenceInputStream(new ByteArrayInputStream("<a>".getBytes(StandardCharsets.UTF_8)), text),
                        new ByteArrayInputStream("</a>".getBytes(StandardCharsets.UTF_8))),
                NOBODY);
    }
}
